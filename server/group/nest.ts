/** Puts groups into groups and roles, and takes them out. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { addChild, groupsAround, removeChild, writeGroup } from '../../schema/queries/access/groups.ts'
import { conflict } from '../http/answer/fault.ts'
import { isRole } from '../user/names.ts'
import { existingGroup } from './find-group.ts'

/** The parent is a group or a role. */
export interface Nesting {
  readonly parent: string
  readonly child: string
}

/** Throws `notFound`, or 409 if a group would be in itself. */
export async function nest(tx: EntityManager, { parent, child }: Nesting): Promise<void> {
  const { roles } = await existingGroup(tx, child)
  if (isRole(parent)) {
    if (!roles.includes(parent)) await writeGroup(tx, child, { roles: [...roles, parent] })
    return
  }
  await existingGroup(tx, parent)
  const below = await groupsAround(tx, [child], 'below')
  if (below.includes(parent))
    throw conflict('group', child, `the group would be in itself: ${parent} is in it`)
  await addChild(tx, parent, child)
}

/** Throws `notFound` for an unknown group. */
export async function unnest(tx: EntityManager, { parent, child }: Nesting): Promise<void> {
  const { roles } = await existingGroup(tx, child)
  if (isRole(parent)) await writeGroup(tx, child, { roles: roles.filter((role) => role !== parent) })
  else await removeChild(tx, (await existingGroup(tx, parent)).name, child)
}
