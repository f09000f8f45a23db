/** Imports sidecars into items: subtitles, captions and metadata (wire-media.md §3.5). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { JobDocument } from '../../schema/documents/job.ts'
import { serialOf, siteId } from '../../schema/ids.ts'
import { uriBelow } from '../../schema/media-uri.ts'
import { reserveFileIds } from '../../schema/queries/media/reserve-files.ts'
import { File } from '../../schema/tables/file.ts'
import type { Metadata } from '../../steps/engine/declare/step.ts'
import { notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { string } from '../http/request/parameter-kinds.ts'
import { parameter, required } from '../http/request/parameters.ts'
import { findItem } from '../item/find-item.ts'
import { type ContentMaker, storageWanted } from './content-of.ts'
import { JOB, type JobGiven, ofItem, startBeside, startWith } from './job-parameters.ts'

export const SIDECAR = {
  ...JOB,
  storageId: parameter(string, undefined, 'The storage for the captions. Default: the one with most room.'),
} as const

const importSidecar = operation({
  ...{
    title: 'Import a sidecar of an item',
    method: 'POST',
    path: '/import/sidecar/:itemId',
    role: '_import',
  },
  description:
    'Subtitles and captions become a shape of the item, a WebVTT file with the tag `sub_{language}_vtt` (`jobmetadata=subtitleLanguage=nor`; ' +
    'default: the language that the file names, or `und`). Metadata, as a MetadataDocument or XMP, are merged into those of the item.',
  query: {
    sidecar: required(string, 'URI of the sidecar, or the id of a file. A URI may be percent-encoded twice.'),
    ...SIDECAR,
  },
  ...{ produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const start = await sidecarImport(given)
  return start((tx) => sidecarAt(tx, given.query.sidecar))
})

/** Checks the request; what it returns starts the job, given the sidecar. */
export async function sidecarImport(
  given: JobGiven &
    Pick<Context, 'settings'> & {
      readonly path: { readonly itemId: string }
      readonly query: { readonly storageId: string | undefined }
    },
) {
  const { em, path, query, settings } = given
  const item = await findItem(em, path.itemId)
  return (contentOf: ContentMaker) =>
    startWith(given, 'SIDECAR_IMPORT', async (tx) => {
      const wanted = { itemId: item.id, storageId: query.storageId, settings }
      return sidecarMetadata(tx, await contentOf(tx), wanted)
    })
}

/** For an item that is being created: a SIDECAR_IMPORT job for each URI or file id. */
export async function startSidecars(
  given: JobGiven & Pick<Context, 'settings'>,
  tx: EntityManager,
  {
    sidecars,
    ...of
  }: {
    readonly sidecars: readonly string[]
    readonly itemId: number
    readonly storageId: string | undefined
  },
): Promise<void> {
  for (const sidecar of sidecars) {
    const wanted = { ...of, settings: given.settings }
    const metadata = await sidecarMetadata(tx, await sidecarAt(tx, sidecar), wanted)
    await startBeside(given, tx, { type: 'SIDECAR_IMPORT', metadata })
  }
}

async function sidecarMetadata(
  tx: EntityManager,
  { sourceUri = '', ...content }: Metadata,
  {
    itemId,
    storageId,
    settings,
  }: Pick<Context, 'settings'> & { readonly itemId: number; readonly storageId: string | undefined },
): Promise<Metadata> {
  const storage = await storageWanted(tx, storageId)
  const [id = 0] = await reserveFileIds(tx, 1)
  const captions = {
    captionsFileId: siteId(id),
    destinationUri: uriBelow(storage.uri, `${siteId(id)}.vtt`),
  }
  const strict = settings.strictMetadata ? { strictMetadata: 'true' } : {}
  return { ...ofItem(itemId), ...content, sidecar: sourceUri, ...captions, ...strict }
}

async function sidecarAt(tx: EntityManager, sidecar: string): Promise<Metadata> {
  const id = serialOf(sidecar)
  if (id === undefined) return { sourceUri: decodedOnce(sidecar) }
  const file = await tx.findOne(File, { id })
  if (!file) throw notFound('File', sidecar)
  return { sourceUri: file.uri, fileId: siteId(file.id) }
}

/** Some clients encode the URI twice: `file%3A%2F%2F…` is what is left then. Pure. */
export function decodedOnce(uri: string): string {
  if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(uri)) return uri
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}

export const SIDECARS: readonly Operation[] = [importSidecar]
