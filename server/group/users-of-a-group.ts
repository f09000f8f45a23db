/** The users of a group or role. */
import { UserListDocument } from '../../schema/documents/user.ts'
import { readUsers } from '../../schema/queries/access/users.ts'
import { operation } from '../http/operation.ts'
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
    'Of a role: the users that hold it by themselves, not by a group. As text/plain: one name per line.',
  method: 'GET',
  path: '/group/:group/users',
  role,
  query: { first: FIRST, number: NUMBER },
  produces: UserListDocument,
  plain: ({ user }) => user.map(({ userName = '' }) => userName),
}).answer(async ({ path: { group }, query, em, baseUrl }) => {
  await anyGroup(em, group, baseUrl)
  const { hits, users } = await readUsers(em, isRole(group) ? { role: group } : { group }, query)
  return { hits, user: users.map((user) => userDocument(user, baseUrl)) }
})

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
