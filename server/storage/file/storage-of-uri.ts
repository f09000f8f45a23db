/** Finds the storage that a URI is on. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { StorageMethod, StorageRow } from '../../../schema/tables/storage.ts'
import { invalidInput } from '../../http/answer/fault.ts'

/** The one with the longest root that the URI starts with. Throws `invalidInput`. */
export async function storageOfUri(em: EntityManager, uri: string | undefined): Promise<StorageRow> {
  if (uri === undefined) throw invalidInput('uri', 'expected a URI, got nothing')
  const methods = await em.find(StorageMethod, {})
  const [best] = methods
    .filter((method) => uri.startsWith(method.uri))
    .toSorted((one, other) => other.uri.length - one.uri.length || one.storageId - other.storageId)
  const storage = best && (await em.findOne(StorageRow, { id: best.storageId }))
  if (!storage) throw invalidInput('uri', 'expected a URI below a storage', uri)
  return storage
}
