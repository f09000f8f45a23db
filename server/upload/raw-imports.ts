/** Imports of what a client sends as the body of its request (wire-media.md §3.3). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { JobDocument } from '../../schema/documents/job.ts'
import type { MetadataDocument } from '../../schema/documents/metadata.ts'
import { createItem } from '../../schema/queries/media/items/write-item.ts'
import { type Operation, operation } from '../http/operation.ts'
import { list, string } from '../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../http/request/parameters.ts'
import { renditionsFor } from '../import/content-of.ts'
import { IMPORT, importMetadata } from '../import/import-a-uri.ts'
import { warnOfSettings } from '../import/import-settings.ts'
import { essenceImport, shapeImport } from '../import/into-items.ts'
import { type JobGiven, ofItem, startWith, tagsIn } from '../import/job-parameters.ts'
import { componentImport } from '../import/placeholders.ts'
import { SIDECAR, sidecarImport } from '../import/sidecars.ts'
import { UPLOAD } from './receive.ts'
import { importUpload, type StartImport } from './uploaded-content.ts'

const { allowReimport: _reimport, growing: _growing, ...OF_IMPORTS } = IMPORT

export const RAW = {
  ...OF_IMPORTS,
  ...UPLOAD,
  filename: parameter(string, undefined, 'The name to record; its extension becomes that of the file.'),
} as const

export const IDS = { ids: parameter(list, [], 'Ids of the item in other systems.') } as const
export const SHAPE = {
  shapeId: parameter(string, undefined, 'The shape that it is for. Default: the placeholder of the item.'),
} as const

/** The parameters that imports of whole files have, and uploads do not. */
export const NO_REIMPORT = { allowReimport: false, growing: false } as const

const raw = {
  method: 'POST',
  role: '_import',
  accepts: 'bytes',
  needsBody: true,
  produces: JobDocument,
  plain: ({ jobId }: JobDocument) => jobId,
} as const

const importRaw = operation({
  ...{ title: 'Import the body of the request', path: '/import/raw' },
  description:
    'Creates an item of the bytes that are sent, of any type and length. With the headers `size` and `index`, they are a chunk of an ' +
    'upload: chunks may come in any order, more than once, and to any server. All but the one that completes it are answered with an empty 200.',
  ...{ query: { ...RAW, ...IDS }, ...raw },
}).answer(async (given) => {
  await warnOfSettings(given, given.query.settings)
  return importUpload(given, 'POST /import/raw', itemImport(given, { externalIds: given.query.ids }))
})

interface ItemWanted {
  readonly externalIds: readonly string[]
  readonly metadata?: MetadataDocument | undefined
  /** Runs in the transaction before all else. */
  readonly first?: (tx: EntityManager) => Promise<void>
}

/** Makes an item of the content. */
export function itemImport(
  given: JobGiven & { readonly query: ValuesOf<typeof OF_IMPORTS> },
  { externalIds, metadata, first }: ItemWanted,
): StartImport {
  const { query, user } = given
  return (contentOf) =>
    startWith(given, 'RAW_IMPORT', async (tx) => {
      await first?.(tx)
      const content = await contentOf(tx)
      const renditions = await renditionsFor(tx, tagsIn(query.tag), query.storageId)
      const wanted = { user: user.name, externalIds, ...(metadata && { metadata }) }
      return { ...ofItem(await createItem(tx, wanted)), ...content, ...renditions, ...importMetadata(query) }
    })
}

const importRawComponent = operation({
  ...{
    title: 'Import the body into a placeholder',
    path: '/import/placeholder/:itemId/:component/raw',
  },
  ...{ query: { ...RAW, ...SHAPE }, ...raw },
}).answer(async (given) => {
  const { itemId, component } = given.path
  const start = await componentImport({ ...given, query: { ...given.query, ...NO_REIMPORT } })
  return importUpload(given, `POST /import/placeholder/${itemId}/${component}/raw`, start)
})

const importRawShape = operation({
  ...{ title: 'Import the body as another shape', path: '/item/:itemId/shape/raw' },
  description: 'The tags are those of the shape; no renditions are made.',
  ...{ query: RAW, ...raw },
}).answer(async (given) => {
  const start = await shapeImport({ ...given, query: { ...given.query, ...NO_REIMPORT } })
  return importUpload(given, `POST /item/${given.path.itemId}/shape/raw`, start)
})

const importRawEssence = operation({
  ...{ title: 'Import the body as a new version of the essence', path: '/item/:itemId/shape/essence/raw' },
  ...{ query: RAW, ...raw },
}).answer(async (given) => {
  const start = await essenceImport({ ...given, query: { ...given.query, ...NO_REIMPORT } })
  return importUpload(given, `POST /item/${given.path.itemId}/shape/essence/raw`, start)
})

const importRawSidecar = operation({
  ...{ title: 'Import the body as a sidecar of an item', path: '/import/sidecar/:itemId/raw' },
  query: {
    ...SIDECAR,
    ...UPLOAD,
    fileExtension: parameter(string, undefined, 'The extension of its file, such as `srt`.'),
  },
  ...raw,
}).answer(async (given) => {
  const start = await sidecarImport(given)
  return importUpload(given, `POST /import/sidecar/${given.path.itemId}/raw`, start)
})

export const RAW_IMPORTS: readonly Operation[] = [
  importRaw,
  importRawComponent,
  importRawShape,
  importRawEssence,
  importRawSidecar,
]
