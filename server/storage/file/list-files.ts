/** Lists the files of one storage or of all, and those that can be imported (wire-media.md §1.6). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { FileListDocument, ImportableFileListDocument } from '../../../schema/documents/file.ts'
import { siteId } from '../../../schema/ids.ts'
import type { FileState } from '../../../schema/media.ts'
import { type FilesWanted, listFiles, listPrefixes } from '../../../schema/queries/media/files.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { findStorage } from '../find-storage.ts'
import { FILE_LIST, type FilesAsked, filesWanted } from './files-wanted.ts'
import { showFiles } from './show-files.ts'

const listTheFiles = operation({
  ...{
    title: 'List the files on storages',
    method: 'GET',
    path: '/storage/file',
    alsoAt: ['/storage/:storageId/file'],
  },
  ...{ role: '_file_read', query: FILE_LIST, produces: FileListDocument },
  plain: ({ file }: FileListDocument) => file.map(({ id = '' }) => id),
}).answer(async ({ em, path, query }) => {
  const { storageId } = path as { readonly storageId?: string }
  const page = await pageOf(em, storageId, query)
  return { ...page, file: [...page.file] }
})

const importable = operation({
  ...{ title: 'List the importable files on storages', method: 'GET', path: '/storage/importable' },
  alsoAt: [
    '/storage/:storageId/importable',
    '/storage/file/importable',
    '/storage/:storageId/file/importable',
    '/file/importable',
  ],
  description:
    'Files that no item has and that can be read. Without a storage in the path, those of storages whose `showImportables` is ' +
    '`false` are left out.',
  role: '_file_read',
  query: {
    ...FILE_LIST,
    excludeQueued: parameter(boolean, true, 'Leave out files that a job is about to import.'),
    auto: parameter(boolean, false, 'Also list files that an auto-import rule is going to import.'),
  },
  produces: ImportableFileListDocument,
  plain: ({ element }: ImportableFileListDocument) => element.map(({ file }) => file?.id ?? ''),
}).answer(async ({ em, path, query }) => {
  const { storageId } = path as { readonly storageId?: string }
  const { file, ...page } = await pageOf(em, storageId, query, ({ states = READABLE }) => ({
    ofItems: false,
    states: states.filter((state) => READABLE.includes(state)),
    isShown: storageId === undefined,
    excludeAutoImport: !query.auto,
  }))
  return { ...page, element: file.map((one) => ({ file: one })) }
})

const READABLE: readonly FileState[] = ['OPEN', 'CLOSED']

/** Throws `notFound` for an unknown storage. */
async function pageOf(
  em: EntityManager,
  storageId: string | undefined,
  query: FilesAsked,
  narrowed: (wanted: FilesWanted) => Partial<FilesWanted> = () => ({}),
) {
  if (storageId !== undefined) await findStorage(em, storageId)
  const asked = filesWanted(query, storageId)
  const wanted = { ...asked, ...narrowed(asked) }
  const page = await listFiles(em, wanted)
  const last = page.ids.at(-1)
  const isFull = page.ids.length === query.number && last !== undefined
  const { prefixFirst: first, prefixNumber: number } = query
  return {
    ...(query.count && { hits: page.hits }),
    file: await showFiles(em, page.ids, query),
    ...(query.prefix && {
      prefixes: { prefix: [...(await listPrefixes(em, { ...wanted, first, number }))] },
    }),
    ...(query.cursor !== undefined && isFull && { nextCursor: siteId(last) }),
  }
}

export const FILE_LISTS: readonly Operation[] = [listTheFiles, importable]
