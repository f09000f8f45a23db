/** Writes the content of files of storages: what a client sends becomes the file (wire-media.md §1.5). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { FileDocument } from '../../schema/documents/file.ts'
import { siteId } from '../../schema/ids.ts'
import { FILE_STATES } from '../../schema/media.ts'
import { recordContent } from '../../schema/queries/media/uploads/uploads.ts'
import { File } from '../../schema/tables/file.ts'
import type { StorageRow } from '../../schema/tables/storage.ts'
import { fileAlreadyExists, invalidInput } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import { oneOf, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { storageWanted } from '../import/content-of.ts'
import { atFile, findFile } from '../storage/file/file-places.ts'
import { newFile, pathWanted, registeredAt } from '../storage/file/register-file.ts'
import { showFile } from '../storage/file/show-files.ts'
import { storageOfUri } from '../storage/file/storage-of-uri.ts'
import { findStorage } from '../storage/find-storage.ts'
import { receive, UPLOAD } from './receive.ts'

const data = {
  method: 'POST',
  role: '_file_write',
  accepts: 'bytes',
  needsBody: true,
  produces: FileDocument,
  plain: ({ id = '' }: FileDocument) => id,
} as const

const replaceData = operation({
  ...{ title: 'Replace the content of a file', ...atFile('/data') },
  description:
    'The body becomes the content, at once when all of it has come: a reader of the file meanwhile gets the old content.',
  ...{ query: UPLOAD, ...data },
}).answer(async (given) => {
  const { em, path } = given
  const { id, uri, storageId } = await findFile(em, path)
  if (!uri.startsWith('file:'))
    throw invalidInput('file', 'expected a file that is reached by a file: URI', uri)
  return receive(given, {
    for: `POST /storage/file/${siteId(id)}/data`,
    storage: async () => ({ id: Number(storageId), uri: folderOf(uri) }),
    use: async (upload) => {
      await em.fork().transactional(async (tx) => {
        await recordContent(tx, id, upload)
        await upload.replace(tx, { id, uri })
      })
      return showFile(em.fork(), id)
    },
    again: () => showFile(em.fork(), id),
  })
})

const createData = operation({
  title: 'Create a file',
  path: '/storage/file/data',
  alsoAt: ['/storage/:storageId/file/data'],
  description:
    'Writes the body to a storage, and registers it as a file. Without a storage in the path: the one whose root the URI starts with, or ' +
    'the one with most room. A file that exists is refused with 409.',
  query: {
    path: parameter(string, undefined, 'Path on the storage. Folders that are missing are made.'),
    uri: parameter(string, undefined, 'URI of the file, instead of its path.'),
    state: parameter(oneOf(FILE_STATES), 'CLOSED', 'The state that it is registered in.'),
    ...UPLOAD,
  },
  ...data,
}).answer(async (given) => {
  const { em, query } = given
  const { storageId } = given.path as { readonly storageId?: string }
  const storage = await storageFor(em, storageId, query.uri)
  const path = await pathWanted(em, storage, { path: query.path, uri: query.uri })
  const { uri } = await newFile(em, storage, { path })
  if (!uri.startsWith('file:'))
    throw invalidInput('path', 'expected a storage that is reached by a file: URI', uri)
  const known = await em.findOne(File, { storageId: storage.id, path })
  if (known && query.transferId === undefined)
    throw fileAlreadyExists(siteId(storage.id), siteId(known.id), path)
  return receive(given, {
    for: `POST /storage/${siteId(storage.id)}/file/data?path=${path}`,
    storage: async () => ({ id: storage.id, uri: folderOf(uri) }),
    use: async (upload) => {
      const id = await em.fork().transactional(async (tx) => {
        const id = await registeredAt(tx, await newFile(tx, storage, { path, state: query.state }))
        await recordContent(tx, id, { ...upload, state: query.state })
        if (!(await upload.land(tx, { id, uri }))) throw fileAlreadyExists(siteId(storage.id), '', path)
        return id
      })
      return showFile(em.fork(), id)
    },
    again: (fileId) => showFile(em.fork(), fileId),
  })
})

async function storageFor(
  em: EntityManager,
  storageId: string | undefined,
  uri: string | undefined,
): Promise<StorageRow> {
  if (storageId !== undefined) return findStorage(em, storageId)
  if (uri !== undefined) return storageOfUri(em, uri)
  return findStorage(em, siteId((await storageWanted(em, undefined)).id))
}

/** Of a URI; with its slash. */
function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1)
}

export const FILE_DATA: readonly Operation[] = [replaceData, createData]
