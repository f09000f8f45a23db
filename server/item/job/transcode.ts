/** Transcodes an item, or one of its shapes, to other tags (wire-media.md §5.1). */
import { JobDocument } from '../../../schema/documents/job.ts'
import { siteId } from '../../../schema/ids.ts'
import { shapesOfItems } from '../../../schema/queries/media/shapes/read-shapes.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { boolean } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { renditionsFor } from '../../import/content-of.ts'
import { JOB, ofItem, startWith, TRANSCODE, tagsIn } from '../../import/job-parameters.ts'
import { MAKING } from '../../thumbnail/making.ts'
import { findItem } from '../find-item.ts'
import { picturesWanted } from '../sequence/conform.ts'
import { packageAmong, packageFor } from './package-of-tag.ts'
import { type SourceShape, sourceShape } from './source-shape.ts'

const query = {
  ...JOB,
  tag: TRANSCODE.tag,
  storageId: TRANSCODE.storageId,
  createThumbnails: parameter(boolean, false, 'Whether thumbnails are made as well.', {
    aliases: ['thumbnails'],
  }),
  createPosters: MAKING.createPosters,
} as const

const transcodeItem = operation({
  ...{ title: 'Transcode an item', method: 'POST', path: '/item/:itemId/transcode', role: '_transcode' },
  alsoAt: ['/item/:itemId/shape/:shapeId/transcode'],
  description:
    'Makes a shape for each tag. The source is the shape in the path, or the original. A job for an item without ' +
    'content is accepted, and fails. A tag with the format `hls`, `dash` or `cmaf` stands alone: the job is a PACKAGE.',
  ...{ query, produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const { em, path } = given
  const tags = tagsIn(given.query.tag)
  if (tags.length === 0) throw invalidInput('tag', 'expected one or more tags, got nothing')
  const item = await findItem(em, path.itemId)
  const { shapeId } = path as { readonly shapeId?: string }
  const source = sourceShape(await shapesOfItems(em, [item.id]), shapeId)
  const ladder = await packageAmong(given, tags)
  const pictures = picturesWanted(given.query)
  if (ladder)
    return startWith(given, 'PACKAGE', async (tx) => {
      const target = await packageFor(tx, { tag: tags[0] ?? '', ladder, storageId: given.query.storageId })
      const from = sourceFor(item.id, source, `${target.destinationUri}-`)
      return { ...ofItem(item.id), ...target, ...from, ...pictures }
    })
  return startWith(given, 'TRANSCODE', async (tx) => {
    const { renditionUri = '', ...renditions } = await renditionsFor(tx, tags, given.query.storageId)
    return {
      ...ofItem(item.id),
      ...renditions,
      destinationUri: renditionUri,
      ...sourceFor(item.id, source, renditionUri),
      ...pictures,
    }
  })
})

/** A job for an item without content is accepted, and fails with a reason. Pure. */
function sourceFor(itemId: number, { uri, shapeId }: SourceShape, folder: string): Metadata {
  return {
    sourceUri: uri === '' ? `${folder}no-content-of-${siteId(itemId)}` : uri,
    ...(shapeId !== undefined && { originalShapeId: siteId(shapeId) }),
  }
}

export const TRANSCODE_OPERATIONS: readonly Operation[] = [transcodeItem]
