/** Finds a group or role by its name. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { GroupDocument } from '../../schema/documents/user.ts'
import { type GroupRow, readGroups } from '../../schema/queries/access/groups.ts'
import { ROLES } from '../auth/roles.ts'
import { notFound } from '../http/answer/fault.ts'
import { groupDocument, roleDocument } from '../user/document.ts'
import { isRole } from '../user/names.ts'

/** Throws `notFound`, also for a role. */
export async function existingGroup(em: EntityManager, name: string): Promise<GroupRow> {
  const [group] = await readGroups(em, [name])
  if (!group) throw notFound('Group', name)
  return group
}

/** A group or a role. Throws `notFound`. */
export async function anyGroup(em: EntityManager, name: string, baseUrl: string): Promise<GroupDocument> {
  refuseUnknownRole(name)
  return isRole(name) ? roleDocument(name, baseUrl) : groupDocument(await existingGroup(em, name), baseUrl)
}

/** Throws `notFound`. */
export function refuseUnknownRole(name: string): void {
  if (isRole(name) && !ROLES.some((role) => role === name)) throw notFound('Group', name, ROLES)
}
