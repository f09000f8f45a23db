/** Searches users: `PUT /user`. */
import { UserSearchDocument } from '../../../schema/documents/simple-search.ts'
import { UserListDocument } from '../../../schema/documents/user.ts'
import { readUsers, type UserRow } from '../../../schema/queries/access/users.ts'
import { operation } from '../../http/operation.ts'
import { integerFrom } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { userDocument } from '../document.ts'
import { FIRST } from '../list-users.ts'
import { found } from './simple-search.ts'

/** As in Vidispine, fewer than a list has. */
export const FOUND_NUMBER = parameter(integerFrom(0, 2_147_483_647), 10, 'Maximum number of entries.')

export default operation({
  title: 'Search users',
  description:
    'By user name, real name, alias and metadata; without a body, all. As text/plain: one line per user, with the name, the ' +
    'real name and the groups, separated by tabs.',
  method: 'PUT',
  path: '/user',
  role: '_administrator',
  readOnly: true,
  query: { first: FIRST, number: FOUND_NUMBER },
  accepts: UserSearchDocument,
  produces: UserListDocument,
  plain: ({ user }) =>
    user.map(({ userName = '', realName = '', groupList }) => [
      userName,
      realName,
      ...(groupList?.group.flatMap(({ groupName, role }) => (role ? [] : [groupName])) ?? []),
    ]),
}).answer(async ({ query: { first, number }, body = {}, em, baseUrl }) => {
  const { users } = await readUsers(em, {}, { first: 1 })
  const matching = found(users, body, valuesIn)
  const from = Math.max(0, first - 1)
  const page = matching.slice(from, from + number)
  return { hits: matching.length, user: page.map((user) => userDocument(user, baseUrl)) }
})

function valuesIn({ name, realName, aliases, metadata }: UserRow, field: string): readonly string[] {
  switch (field.toLowerCase()) {
    case 'username':
      return [name]
    case 'realname':
      return realName === null ? [] : [realName]
    case 'alias':
      return aliases
    default:
      return metadata.filter(({ key }) => key === field).map(({ value }) => value)
  }
}
