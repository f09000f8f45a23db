/** Registers files on storages: `POST /storage/{id}/file` (wire-media.md §1.5). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { FileDocument } from '../../../schema/documents/file.ts'
import { siteId } from '../../../schema/ids.ts'
import { FILE_STATES, type FileState } from '../../../schema/media.ts'
import { pathOnStorage, rootToRead, uriBelow } from '../../../schema/media-uri.ts'
import { keyValuesOf } from '../../../schema/metadata/key-values.ts'
import { type AddedFile, addFile } from '../../../schema/queries/media/reserve-files.ts'
import { File } from '../../../schema/tables/file.ts'
import type { StorageRow } from '../../../schema/tables/storage.ts'
import { fileAlreadyExists, invalidInput, notFound } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { boolean, oneOf, string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { findStorage, methodsOf } from '../find-storage.ts'
import { showFile } from './show-files.ts'
import { storageOfUri } from './storage-of-uri.ts'

export const registerAFile = operation({
  ...{
    title: 'Register a file',
    method: 'POST',
    path: '/storage/file',
    alsoAt: ['/storage/:storageId/file'],
  },
  role: '_file_write',
  description:
    'The file need not exist. Without a storage in the path, the one whose root the URI starts with. As text/plain: the id.',
  query: {
    path: parameter(string, undefined, 'Path on the storage. A slash at its start is cut off.'),
    uri: parameter(string, undefined, 'URI of the file, instead of its path.'),
    state: parameter(oneOf(FILE_STATES), undefined, 'Default `CLOSED`.'),
    createOnly: parameter(
      boolean,
      true,
      'Refuse with 409 if it is registered already, rather than return it.',
    ),
  },
  ...{ accepts: FileDocument, produces: FileDocument, plain: ({ id = '' }: FileDocument) => id },
}).answer(async ({ em, path: given, query, body = {} }) => {
  const { storageId } = given as { readonly storageId?: string }
  return em.transactional(async (tx) => {
    const uri = query.uri ?? body.uri?.[0]
    const storage = storageId === undefined ? await storageOfUri(tx, uri) : await findStorage(tx, storageId)
    const path = await pathWanted(tx, storage, { path: query.path ?? body.path, uri })
    const state = query.state ?? body.state
    const metadata = keyValuesOf(body.metadata?.field ?? [])
    const size = body.size ?? -1
    const wanted = await newFile(tx, storage, { path, size, metadata, ...(state && { state }) })
    const added = await addFile(tx, wanted)
    if (added !== undefined) return showFile(tx, added)
    const known = await tx.findOne(File, { storageId: storage.id, path })
    if (!known) throw notFound('File', path)
    if (query.createOnly) throw fileAlreadyExists(siteId(storage.id), siteId(known.id), path)
    if (state) known.state = state
    await tx.flush()
    return showFile(tx, known.id)
  })
})

/** Throws `fileAlreadyExists` if the path is taken. */
export async function registeredAt(em: EntityManager, file: AddedFile): Promise<number> {
  const added = await addFile(em, file)
  if (added !== undefined) return added
  const { storageId, path } = file
  const taken = await em.findOne(File, { storageId, path })
  throw fileAlreadyExists(siteId(storageId), taken ? siteId(taken.id) : '', path)
}

interface Wanted {
  readonly path: string
  readonly state?: FileState
  readonly size?: number
  readonly metadata?: Readonly<Record<string, string>>
}

/** A file on a storage that is not registered yet. */
export async function newFile(
  em: EntityManager,
  { id }: Pick<StorageRow, 'id'>,
  { path, state = 'CLOSED', size = -1, metadata = {} }: Wanted,
): Promise<AddedFile> {
  const uri = uriBelow(rootToRead(await methodsOf(em, [id])), path)
  return { storageId: id, path, uri, state, size, metadata }
}

/** The path on the storage that a path or a URI names. Throws `invalidInput`. */
export async function pathWanted(
  em: EntityManager,
  storage: StorageRow,
  { path, uri }: { readonly path: string | undefined; readonly uri: string | undefined },
): Promise<string> {
  if (path !== undefined) {
    const clean = pathOnStorage(path)
    if (clean === undefined) throw invalidInput('path', 'expected a path below the storage', path)
    return clean
  }
  if (uri === undefined) throw invalidInput('path', 'expected a path or a URI, got nothing')
  const roots = (await methodsOf(em, [storage.id])).map((method) => method.uri)
  const root = roots.find((one) => uri.startsWith(one))
  const below = root === undefined ? undefined : pathOnStorage(decoded(uri.slice(root.length)))
  if (below === undefined) throw invalidInput('uri', `expected a URI below one of ${roots.join(', ')}`, uri)
  return below
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
