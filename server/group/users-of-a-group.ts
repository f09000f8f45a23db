/** The users of a group or role. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { UserListDocument } from '../../schema/documents/user.ts'
import { groupsAround } from '../../schema/queries/access/groups.ts'
import { readUsers, type UserCriteria } from '../../schema/queries/access/users.ts'
import { operation } from '../http/operation.ts'
import { boolean } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { changeUsers, existingUser, join } from '../user/change-users.ts'
import { userDocument } from '../user/document.ts'
import { leave } from '../user/groups-of-a-user.ts'
import { FIRST, NUMBER } from '../user/list-users.ts'
import { isRole } from '../user/names.ts'
import { membershipOf } from '../user/wanted-user.ts'
import { anyGroup, refuseUnknownRole } from './find-group.ts'

const role = '_administrator'

export const listTheUsersOfAGroup = operation({
  title: 'List the users of a group or role',
  description:
    'Of a role: the users that hold it by themselves, not by a group. As text/plain: one line per user, with the name and ' +
    'the real name, separated by a tab.',
  method: 'GET',
  path: '/group/:group/users',
  role,
  query: {
    traverse: parameter(boolean, false, 'Also the users of the groups in it, and so on.'),
    first: FIRST,
    number: NUMBER,
  },
  produces: UserListDocument,
  plain: ({ user }) =>
    user.map(({ userName = '', realName }) => (realName ? [userName, realName] : userName)),
}).answer(async ({ path: { group }, query: { traverse, ...page }, em, baseUrl }) => {
  await anyGroup(em, group, baseUrl)
  const { hits, users } = await readUsers(em, await criteriaOf(em, group, traverse), page)
  return { hits, user: users.map((user) => userDocument(user, baseUrl)) }
})

async function criteriaOf(em: EntityManager, group: string, traverse: boolean): Promise<UserCriteria> {
  if (!isRole(group)) return { groups: traverse ? await groupsAround(em, [group], 'below') : [group] }
  return traverse ? { holds: group } : { role: group }
}

export const retrieveTheRoleStatusOfAGroup = operation({
  title: 'Retrieve the role status of a group',
  description: '`1` for a role, `0` for a group.',
  ...{ method: 'GET', path: '/group/:group/role', role, produces: 'text' },
}).answer(async ({ path: { group }, em, baseUrl }) => ((await anyGroup(em, group, baseUrl)).role ? '1' : '0'))

export const addAUserToAGroup = operation({
  title: 'Add a user to a group or role',
  description: 'Does nothing if the user is in it.',
  ...{ method: 'PUT', path: '/group/:group/user/:user', role },
}).answer(async ({ path: { group, user: name }, em }) => {
  refuseUnknownRole(group)
  await changeUsers(em, name, async (tx) =>
    join(tx, await existingUser(tx, name), { ...membershipOf([group]), move: false }),
  )
  return undefined
})

export const removeAUserOfAGroup = operation({
  title: 'Remove a user from a group or role',
  description: 'Does nothing if the user is not in it.',
  ...{ method: 'DELETE', path: '/group/:group/user/:user', role },
}).answer(async ({ path: { group, user: name }, em, baseUrl }) => {
  await anyGroup(em, group, baseUrl)
  await leave(em, name, group)
  return undefined
})
