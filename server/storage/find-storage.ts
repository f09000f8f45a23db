/** Finds the storage and the method that a path names. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf } from '../../schema/ids.ts'
import { StorageMethod, StorageRow } from '../../schema/tables/storage.ts'
import { notFound, Refused } from '../http/answer/fault.ts'

/** The serial of a path segment. What cannot be an id is no resource at all (wire-media.md §0.5). */
export function serialIn(segment: string): number {
  const serial = serialOf(segment)
  if (serial === undefined) throw new Refused(404)
  return serial
}

/** Throws `notFound`. */
export async function findStorage(em: EntityManager, id: string): Promise<StorageRow> {
  const found = await em.findOne(StorageRow, { id: serialIn(id) })
  if (!found) throw notFound('Storage', id)
  return found
}

export async function methodsOf(em: EntityManager, storageIds: readonly number[]): Promise<StorageMethod[]> {
  return em.find(StorageMethod, { storageId: { $in: [...storageIds] } }, { orderBy: { id: 'asc' } })
}

/** Throws `notFound`. */
export async function findMethod(em: EntityManager, storageId: number, id: string): Promise<StorageMethod> {
  const found = await em.findOne(StorageMethod, { storageId, id: serialIn(id) })
  if (!found) throw notFound('storage-method', id)
  return found
}
