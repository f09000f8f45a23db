/** Lists users: `GET /user`. */
import { UserListDocument } from '../../schema/documents/user.ts'
import { readUsers } from '../../schema/queries/access/users.ts'
import { operation } from '../http/operation.ts'
import { integer, integerFrom, list, oneOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { userDocument } from './document.ts'

/** Clients send 0, too (wire.md §0.3). */
export const FIRST = parameter(
  integer,
  1,
  'Position of the first entry to return, counted from 1. Values below 1 count as 1.',
)
export const NUMBER = parameter(
  integerFrom(0, 2_147_483_647),
  undefined,
  'Maximum number of entries. Default: all.',
)

export default operation({
  title: 'List all users',
  description: 'By name. As text/plain: one name per line.',
  method: 'GET',
  path: '/user',
  role: '_administrator',
  query: {
    name: parameter(list, [], 'The users with these names, separated by commas. Default: all.'),
    disabled: parameter(oneOf(['true', 'false', 'all']), 'all', 'Whether to list disabled or enabled users.'),
    first: FIRST,
    number: NUMBER,
  },
  produces: UserListDocument,
  plain: ({ user }) => user.map(({ userName = '' }) => userName),
}).answer(async ({ query: { name, disabled, ...page }, em, baseUrl }) => {
  const criteria = {
    ...(name.length > 0 && { names: name }),
    ...(disabled !== 'all' && { disabled: disabled === 'true' }),
  }
  const { hits, users } = await readUsers(em, criteria, page)
  return { hits, user: users.map((user) => userDocument(user, baseUrl)) }
})
