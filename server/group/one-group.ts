/** Creates, reads, changes and deletes one group. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { GroupDocument } from '../../schema/documents/user.ts'
import {
  addMembers,
  deleteGroup,
  emptyGroup,
  readGroups,
  writeGroup,
} from '../../schema/queries/access/groups.ts'
import { writePairs } from '../../schema/queries/access/pairs.ts'
import { conflict } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { operation } from '../http/operation.ts'
import { boolean, someOf } from '../http/request/parameter-kinds.ts'
import { parameter, required } from '../http/request/parameters.ts'
import { changeUsers, existingUser } from '../user/change-users.ts'
import { groupDocument } from '../user/document.ts'
import { withPairs } from '../user/metadata.ts'
import { warnOfUnknownRoles } from '../user/names.ts'
import { anyGroup, existingGroup } from './find-group.ts'
import { nest } from './nest.ts'
import { type WantedGroup, wantedGroup } from './wanted-group.ts'

const path = '/group/:group'
const role = '_administrator'
const accepts = GroupDocument
const produces = GroupDocument
const plain = ({ loc = '' }: GroupDocument) => loc

export const createAGroup = operation({
  title: 'Create a group',
  description:
    'Refused with 409 if there is a group with this name. As text/plain: its URI. (Callsheet extension)',
  ...{ method: 'POST', path: '/group', role, accepts, needsBody: true, produces, plain },
}).answer(async ({ body = {}, ...context }) =>
  written(wantedGroup(body), { ...context, ifExists: 'refuse', clear: false }),
)

export const retrieveAGroup = operation({
  title: 'Retrieve a group or role',
  description: 'As text/plain: its URI.',
  ...{ method: 'GET', path, role, produces, plain },
}).answer(async ({ path: { group }, em, baseUrl }) => anyGroup(em, group, baseUrl))

export const updateAGroup = operation({
  title: 'Update or create a group',
  description:
    'Adds the parents (groups and roles), children, users and metadata of the document to the group, and creates it if there is none. ' +
    'Without a body it only creates, and is 409 for an existing group. As text/plain: its URI.',
  ...{ method: 'PUT', path, role, accepts, produces, plain },
  query: {
    clear: parameter(
      boolean,
      false,
      'Remove parents, children, users and metadata that the document does not have.',
    ),
  },
}).answer(async ({ path: { group }, query: { clear }, body, ...context }) =>
  written(wantedGroup(body ?? {}, group), { ...context, ifExists: body ? 'change' : 'refuse', clear }),
)

export const deleteGroups = operation({
  title: 'Delete groups',
  description: 'All of them, or none if one of them does not exist. Their users stay.',
  ...{ method: 'DELETE', path: '/group', role, strict: true },
  query: { name: required(someOf, 'Comma-separated list of the names.') },
}).answer(async ({ query, em }) => {
  const names = [...new Set(query.name)]
  await changeUsers(em, names.join(', '), async (tx) => {
    for (const name of names) await existingGroup(tx, name)
    for (const name of names) await deleteGroup(tx, name)
  })
  return undefined
})

export const deleteAGroup = operation({
  title: 'Delete a group',
  description: 'Its users stay, without the roles that they held by it.',
  ...{ method: 'DELETE', path, role },
}).answer(async ({ path: { group: name }, em }) => {
  await changeUsers(em, name, async (tx) => {
    await existingGroup(tx, name)
    await deleteGroup(tx, name)
  })
  return undefined
})

type Writing = Pick<Context, 'em' | 'baseUrl' | 'warn'> & {
  readonly ifExists: 'change' | 'refuse'
  readonly clear: boolean
}

async function written(wanted: WantedGroup, writing: Writing): Promise<GroupDocument> {
  const { em, baseUrl, warn } = writing
  warnOfUnknownRoles(wanted.roles, warn)
  const row = await changeUsers(em, wanted.name, async (tx) => {
    await write(tx, wanted, writing)
    return existingGroup(tx, wanted.name)
  })
  return groupDocument(row, baseUrl)
}

async function write(
  tx: EntityManager,
  { name, description, roles, users, parents, children, metadata }: WantedGroup,
  { ifExists, clear }: Pick<Writing, 'ifExists' | 'clear'>,
): Promise<void> {
  const [before] = await readGroups(tx, [name])
  if (before && ifExists === 'refuse') throw conflict('group', name, 'a group with this name exists', name)
  for (const user of users) await existingUser(tx, user)
  if (clear) await emptyGroup(tx, name)
  const kept = clear ? [] : (before?.roles ?? [])
  await writeGroup(tx, name, { description, roles: [...new Set([...kept, ...roles])] })
  await addMembers(tx, [name], users)
  for (const parent of parents) await nest(tx, { parent, child: name })
  for (const child of children) await nest(tx, { parent: name, child })
  const earlier = clear ? [] : (before?.metadata ?? [])
  if (metadata || clear) await writePairs(tx, 'group', name, withPairs(earlier, metadata ?? []))
}
