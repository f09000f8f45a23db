/** Imports content by its URI as a new item: `POST /import` (wire-media.md §3.2). */
import { JobDocument } from '../../schema/documents/job.ts'
import { MetadataDocument } from '../../schema/documents/metadata.ts'
import { createItem } from '../../schema/queries/media/items/write-item.ts'
import { operation } from '../http/operation.ts'
import { boolean, repeated, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { wantedMetadata } from '../item/metadata/wanted-metadata.ts'
import { contentFor, renditionsFor } from './content-of.ts'
import { warnOfSettings } from './import-settings.ts'
import { JOB, ofItem, SETTINGS, startWith, TRANSCODE, tagsIn } from './job-parameters.ts'
import { startSidecars } from './sidecars.ts'

/** Of imports of whole files. */
export const IMPORT = {
  ...JOB,
  ...TRANSCODE,
  ...SETTINGS,
  importTag: parameter(repeated, [], 'The tags of the imported shape. Default `original`.'),
  filename: parameter(string, undefined, 'The name to record. Default: that of the URI.'),
  growing: parameter(
    boolean,
    false,
    'Whether the content is still being written. A file that is `OPEN` is imported once it is `CLOSED`.',
  ),
  allowReimport: parameter(boolean, false, 'Import a file again that is imported or being imported.'),
} as const

interface ImportValues {
  readonly tag: readonly string[]
  readonly importTag: readonly string[]
  readonly createThumbnails: boolean
  readonly 'no-transcode': boolean
  readonly growing?: boolean
}

/** What the parameters tell the job. */
export function importMetadata(query: ImportValues) {
  const importTags = tagsIn(query.importTag)
  return {
    ...(importTags.length > 0 && { importTag: importTags.join(',') }),
    createThumbnails: String(query.createThumbnails),
    noTranscode: String(query['no-transcode']),
    ...(query.growing && { growing: 'true' }),
  }
}

export default operation({
  title: 'Import a file by its URI',
  description:
    'Creates an item and the job that imports the content into it: copies it to a storage, describes it, and makes renditions ' +
    'and thumbnails. The job shows the item as `item` from the beginning.',
  ...{ method: 'POST', path: '/import', role: '_import' },
  query: {
    uri: parameter(string, undefined, 'URI of the content. Required.', { aliases: ['URL'] }),
    ...IMPORT,
    sidecar: parameter(
      repeated,
      [],
      'URI of a sidecar, or the id of a file: read by a SIDECAR_IMPORT job of its own. May be repeated.',
    ),
    xmpfile: parameter(repeated, [], 'The same, for metadata as XMP. May be repeated.'),
  },
  ...{
    accepts: MetadataDocument,
    produces: JobDocument,
    plain: ({ jobId }: JobDocument) => jobId,
    idempotent: true,
  },
}).answer(async (given) => {
  const { query, body, user } = given
  const metadata = body && (await wantedMetadata(given, body))
  await warnOfSettings(given, query.settings)
  const { uri, filename, storageId, allowReimport } = query
  return startWith(given, 'PLACEHOLDER_IMPORT', async (tx) => {
    const content = await contentFor(tx, { uri, filename, storageId, allowReimport })
    const renditions = await renditionsFor(tx, tagsIn(query.tag), storageId)
    const itemId = await createItem(tx, { user: user.name, ...(metadata && { metadata }) })
    await startSidecars(given, tx, { sidecars: [...query.sidecar, ...query.xmpfile], itemId, storageId })
    return { ...ofItem(itemId), ...content, ...renditions, ...importMetadata(query) }
  })
})
