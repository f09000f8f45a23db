/** Creates and changes the methods of a storage, and the URIs of its files with them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { StorageMethodPart } from '../../schema/documents/storage.ts'
import { siteId } from '../../schema/ids.ts'
import { rootToRead } from '../../schema/media-uri.ts'
import { keyValuesOf } from '../../schema/metadata/key-values.ts'
import { readdressFiles } from '../../schema/queries/media/file-uris.ts'
import { lockStorage } from '../../schema/queries/media/storages.ts'
import { StorageMethod, type StorageRow } from '../../schema/tables/storage.ts'
import { conflict, Fault } from '../http/answer/fault.ts'
import { methodsOf } from './find-storage.ts'

/** The members of a method that a client sets. */
export type WantedMethod = Pick<
  StorageMethodPart,
  'uri' | 'read' | 'write' | 'browse' | 'bandwidth' | 'type' | 'metadata'
>

/**
 * The root that a method leads to, as it is kept: with a slash at its end, and `file:` with three. Throws
 * `invalidInput` (wire-media.md §1.4).
 */
export function rootOf(uri: string | undefined, storage: string): string {
  const refused = () =>
    new Fault('invalidInput', {
      invalidInput: { context: 'storage', id: storage, explanation: 'invalid method url', value: uri },
    })
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.+)$/is.exec(uri?.trim() ?? '') ?? []
  if (scheme === '') throw refused()
  const path =
    scheme.toLowerCase() === 'file'
      ? `///${rest.replace(/^\/\/(?:localhost)?(?=\/)|^\/*/i, '').replace(/^\/+/, '')}`
      : rest
  if (!path.startsWith('//')) throw refused()
  return `${scheme.toLowerCase()}:${path}${path.endsWith('/') ? '' : '/'}`
}

/** Adds a method, or changes the one with the same root. Locks the storage. */
export async function putMethod(
  em: EntityManager,
  storage: StorageRow,
  wanted: WantedMethod,
): Promise<StorageMethod> {
  const uri = rootOf(wanted.uri, siteId(storage.id))
  // Two requests at once must not both add it.
  await lockStorage(em, storage.id)
  const known = await em.findOne(StorageMethod, { storageId: storage.id, uri })
  return keepingUris(em, storage, async () => {
    const method = known ?? em.create(StorageMethod, { ...NEW, storageId: storage.id, uri } as StorageMethod)
    return changed(method, wanted)
  })
}

/** Files whose URI begins with its old root get the new one. */
export async function changeMethod(
  em: EntityManager,
  storage: StorageRow,
  method: StorageMethod,
  wanted: WantedMethod,
): Promise<StorageMethod> {
  const uri = rootOf(wanted.uri, siteId(storage.id))
  await lockStorage(em, storage.id)
  if (await em.findOne(StorageMethod, { storageId: storage.id, uri, id: { $ne: method.id } }))
    throw conflict('storage', siteId(storage.id), 'another method has this root', uri)
  return keepingUris(em, storage, async () => Object.assign(changed(method, wanted), { uri }))
}

/** Removes methods; the URIs of files follow. */
export async function removeMethod(
  em: EntityManager,
  storage: StorageRow,
  which: { readonly id: number } | { readonly uri: string },
): Promise<void> {
  await keepingUris(em, storage, () => em.nativeDelete(StorageMethod, { storageId: storage.id, ...which }))
}

const NEW = { read: true, write: true, browse: true, type: 'NONE', metadata: {} }

function changed(method: StorageMethod, wanted: WantedMethod): StorageMethod {
  const { read, write, browse, bandwidth, type, metadata } = wanted
  if (read !== undefined) method.read = read
  if (write !== undefined) method.write = write
  if (browse !== undefined) method.browse = browse
  if (bandwidth !== undefined) method.bandwidth = bandwidth
  if (type) method.type = type
  if (metadata) method.metadata = keyValuesOf(metadata.field ?? [])
  return method
}

async function keepingUris<T>(em: EntityManager, { id }: StorageRow, change: () => Promise<T>): Promise<T> {
  const from = rootToRead(await methodsOf(em, [id]))
  const result = await change()
  await em.flush()
  const to = rootToRead(await em.find(StorageMethod, { storageId: id }, { orderBy: { id: 'asc' } }))
  if (from !== to) await readdressFiles(em, id, { from, to })
  return result
}
