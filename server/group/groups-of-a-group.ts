/** The groups in a group, and those that it is in. */
import { GroupListDocument } from '../../schema/documents/user.ts'
import { groupsAround, readGroups } from '../../schema/queries/access/groups.ts'
import { operation } from '../http/operation.ts'
import { boolean } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { changeUsers } from '../user/change-users.ts'
import { groupDocument, roleDocument } from '../user/document.ts'
import { isRole } from '../user/names.ts'
import { existingGroup, refuseUnknownRole } from './find-group.ts'
import { groupLines } from './group-lines.ts'
import { nest, unnest } from './nest.ts'

const role = '_administrator'
const one = { path: '/group/:group/group/:child', role } as const
const listed = { role, produces: GroupListDocument, plain: groupLines } as const
const traverse = (others: string) => parameter(boolean, false, `Also ${others} of these groups, and so on.`)

export const addAGroupToAGroup = operation({
  title: 'Add a group to a group or role',
  description:
    'The users of the child hold the roles of the parent, too. Refused with 409 if the parent is in the child. Does nothing if ' +
    'the child is in the parent.',
  ...{ method: 'PUT', ...one },
}).answer(async ({ path: { group, child }, em }) => {
  refuseUnknownRole(group)
  await changeUsers(em, child, (tx) => nest(tx, { parent: group, child }))
  return undefined
})

export const removeAGroupFromAGroup = operation({
  title: 'Remove a group from a group or role',
  description: 'Does nothing if it is not in it.',
  ...{ method: 'DELETE', ...one },
}).answer(async ({ path: { group, child }, em }) => {
  refuseUnknownRole(group)
  await changeUsers(em, child, (tx) => unnest(tx, { parent: group, child }))
  return undefined
})

export const listTheGroupsInAGroup = operation({
  title: 'List the groups in a group or role',
  description: 'As text/plain: one URI per line.',
  ...{ method: 'GET', path: '/group/:group/children', ...listed },
  query: { traverse: traverse('the children') },
}).answer(async ({ path: { group: name }, query, em, baseUrl }) => {
  refuseUnknownRole(name)
  const all = await readGroups(em)
  const direct = isRole(name)
    ? all.filter(({ roles }) => roles.includes(name)).map((group) => group.name)
    : (await existingGroup(em, name)).children
  const names = query.traverse ? await groupsAround(em, direct, 'below') : direct
  const group = all.filter((row) => names.includes(row.name)).map((row) => groupDocument(row, baseUrl))
  return { hits: group.length, group }
})

export const listTheGroupsOfAGroup = operation({
  title: 'List the groups and roles that a group is in',
  description: 'The groups, then the roles. As text/plain: one URI per line.',
  ...{ method: 'GET', path: '/group/:group/parents', ...listed },
  query: { traverse: traverse('the parents') },
}).answer(async ({ path: { group: name }, query, em, baseUrl }) => {
  refuseUnknownRole(name)
  if (isRole(name)) return { hits: 0, group: [] }
  const { parents, roles } = await existingGroup(em, name)
  const names = query.traverse ? await groupsAround(em, parents, 'above') : parents
  const above = names.length > 0 ? await readGroups(em, names) : []
  const held = query.traverse ? [...roles, ...above.flatMap((group) => group.roles)] : roles
  const group = [
    ...above.map((row) => groupDocument(row, baseUrl)),
    ...[...new Set(held)].toSorted().map((one) => roleDocument(one, baseUrl)),
  ]
  return { hits: group.length, group }
})
