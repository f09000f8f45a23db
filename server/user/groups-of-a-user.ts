/** The groups and roles of a user. */
import { GroupListDocument } from '../../schema/documents/user.ts'
import { groupsAround, readGroups, removeMember } from '../../schema/queries/access/groups.ts'
import { type UserRow, updateUser } from '../../schema/queries/access/users.ts'
import { refuseStranger } from '../auth/self-or-administrator.ts'
import { groupLines } from '../group/group-lines.ts'
import type { Context } from '../http/context.ts'
import { operation } from '../http/operation.ts'
import { boolean } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { changeUsers, existingUser, join } from './change-users.ts'
import { groupDocument, roleDocument } from './document.ts'
import { warnOfUnknownRoles } from './names.ts'
import { membershipOf } from './wanted-user.ts'

const path = '/user/:user/groups'
const role = '_administrator'
const produces = GroupListDocument
const plain = groupLines

export const listTheGroupsOfAUser = operation({
  title: 'List the groups of a user',
  description:
    'Without roles. The groups of another user need the role _administrator. As text/plain: one URI per line.',
  ...{ method: 'GET', path, produces, plain },
}).answer(async ({ path: { user: name }, user, em, baseUrl }) => {
  refuseStranger(user, name, 'the groups of another user need')
  return groupsOf(await existingUser(em, name), { em, baseUrl })
})

export const listAllGroupsOfAUser = operation({
  title: 'List the groups and roles of a user',
  description:
    'The groups of the user and those that they are in, then all roles that it holds by itself or by a group. Those of another user need the role ' +
    '_administrator. As text/plain: one URI per line.',
  ...{ method: 'GET', path: '/user/:user/allgroups', produces, plain },
}).answer(async ({ path: { user: name }, user, em, baseUrl }) => {
  refuseStranger(user, name, 'the groups of another user need')
  const found = await existingUser(em, name)
  const groups = await readGroups(em, await groupsAround(em, found.groups, 'above'))
  const roles = new Set([...found.roles, ...groups.flatMap((group) => group.roles)])
  const group = [
    ...groups.map((one) => groupDocument(one, baseUrl)),
    ...[...roles].toSorted().map((one) => roleDocument(one, baseUrl)),
  ]
  return { hits: group.length, group }
})

export const addAUserToGroups = operation({
  title: 'Add a user to groups',
  description: 'Groups and roles; unknown groups are refused with 404.',
  ...{ method: 'PUT', path, role, accepts: GroupListDocument, needsBody: true, produces, plain },
  query: { move: parameter(boolean, false, 'Remove the user from all other groups and roles.') },
}).answer(async ({ path: { user: name }, query: { move }, body, em, baseUrl, warn }) => {
  const membership = membershipOf(body?.group.flatMap(({ groupName }) => groupName ?? []) ?? [])
  warnOfUnknownRoles(membership.roles, warn)
  const changed = await changeUsers(em, name, async (tx) => {
    await join(tx, await existingUser(tx, name), { ...membership, move })
    return existingUser(tx, name)
  })
  return groupsOf(changed, { em, baseUrl })
})

export const removeAUserFromAGroup = operation({
  title: 'Remove a user from a group',
  description: 'Or from a role. Does nothing if the user is not in it. (Callsheet extension)',
  ...{ method: 'DELETE', path: '/user/:user/groups/:group', role },
}).answer(async ({ path: { user: name, group }, em }) => {
  await leave(em, name, group)
  return undefined
})

/** Removes a user from a group or role. Throws `notFound` for an unknown user. */
export async function leave(em: Context['em'], name: string, group: string): Promise<void> {
  await changeUsers(em, name, async (tx) => {
    const { roles } = await existingUser(tx, name)
    await removeMember(tx, group, name)
    await updateUser(tx, name, { roles: roles.filter((one) => one !== group) })
  })
}

async function groupsOf(
  { groups }: UserRow,
  { em, baseUrl }: Pick<Context, 'em' | 'baseUrl'>,
): Promise<GroupListDocument> {
  const group = (await readGroups(em, groups)).map((one) => groupDocument(one, baseUrl))
  return { hits: group.length, group }
}
