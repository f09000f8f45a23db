/** Makes an item of parts of items, as a document says: `POST /conform` (wire-media.md §5.4). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { ConformRequestDocument } from '../../../schema/documents/conform-request.ts'
import { JobDocument } from '../../../schema/documents/job.ts'
import { siteId } from '../../../schema/ids.ts'
import { createItem } from '../../../schema/queries/media/items/write-item.ts'
import { shapesOfItems } from '../../../schema/queries/media/shapes/read-shapes.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean, string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { renditionsFor } from '../../import/content-of.ts'
import { JOB, ofItem, startWith, TRANSCODE, tagsIn } from '../../import/job-parameters.ts'
import { findItem } from '../find-item.ts'
import { wantedMetadata } from '../metadata/wanted-metadata.ts'
import { withFile } from './shape-of-path.ts'
import { sourceShape } from './source-shape.ts'

const query = {
  ...JOB,
  ...{ tag: TRANSCODE.tag, storageId: TRANSCODE.storageId },
  sourceTag: parameter(string, 'original', 'The tag of the shapes that the sources are.'),
  destinationItem: parameter(string, undefined, 'The item that gets the shapes. Default: a new one.'),
  conformMetadata: parameter(boolean, false, 'Refused if true: metadata of the sources are not cut.'),
  createThumbnails: parameter(boolean, false, 'Refused if true: POST /item/{itemId}/thumbnail makes them.'),
} as const

const conformItems = operation({
  ...{ title: 'Conform items', method: 'POST', path: '/conform', role: '_transcode' },
  description:
    'Cuts parts of items together and makes a shape of them for each tag. The `id` of a source is that of an item, or a URI; or ' +
    'the source has a `uri`. The job shows the item as `item` from the beginning.',
  ...{ query, accepts: ConformRequestDocument, needsBody: true, produces: JobDocument },
  ...{ plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const { em, body, user } = given
  const { sourceTag, storageId, destinationItem } = given.query
  if (!body) throw invalidInput('body', 'expected a ConformRequestDocument, got nothing')
  const tags = tagsIn(given.query.tag)
  if (tags.length === 0) throw invalidInput('tag', 'expected one or more tags, got nothing')
  for (const name of ['conformMetadata', 'createThumbnails'] as const)
    if (given.query[name]) throw invalidInput(name, 'true is not supported', 'true')
  const { metadata: asked, ...document } = body
  const destination = destinationItem === undefined ? undefined : await findItem(em, destinationItem)
  if (destination && asked) throw invalidInput('metadata', 'is only for a new item', destinationItem)
  const metadata = asked && (await wantedMetadata(given, asked))
  const sequence = await sequenceOf(em, document, sourceTag)
  return startWith(given, 'CONFORM', async (tx) => {
    const { renditionUri = '', ...renditions } = await renditionsFor(tx, tags, storageId)
    const itemId =
      destination?.id ?? (await createItem(tx, { user: user.name, ...(metadata && { metadata }) }))
    return { ...ofItem(itemId), ...renditions, ...sequence, destinationUri: renditionUri }
  })
})

/** The document with the ids of its items, and the files that they stand for. */
async function sequenceOf(
  em: EntityManager,
  document: ConformRequestDocument,
  sourceTag: string,
): Promise<Metadata> {
  const { conform } = document
  const named = new Map<string, string>()
  const sources = new Map<string, string>()
  const used = [...conform.timeline.segment.map(({ source }) => source), ...(conform.overlay ?? [])]
  for (const { id } of used) {
    if (id === undefined || isUri(id) || named.has(id)) continue
    const item = await findItem(em, id)
    const found = sourceShape(await shapesOfItems(em, [item.id]), undefined, sourceTag)
    named.set(id, siteId(item.id))
    sources.set(siteId(item.id), withFile(found, id).uri)
  }
  return {
    conformXML: writeXml(ConformRequestDocument, withIds(document, named)),
    sources: [...sources].map(([id, uri]) => `${id}=${uri}`).join('\n'),
  }
}

/** With site ids in place of ids of other systems. Pure. */
function withIds(
  { conform }: ConformRequestDocument,
  named: ReadonlyMap<string, string>,
): ConformRequestDocument {
  const renamed = <T extends { readonly id?: string | undefined }>(one: T): T => ({
    ...one,
    ...(one.id !== undefined && { id: named.get(one.id) ?? one.id }),
  })
  const segment = conform.timeline.segment.map((one) => ({ ...one, source: renamed(one.source) }))
  const { overlay } = conform
  return {
    conform: { ...conform, timeline: { segment }, ...(overlay && { overlay: overlay.map(renamed) }) },
  }
}

function isUri(id: string): boolean {
  return /^(file:|\/)/i.test(id)
}

export const CONFORM_OPERATIONS: readonly Operation[] = [conformItems]
