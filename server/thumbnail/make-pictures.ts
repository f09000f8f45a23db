/** Creates the job that makes thumbnails and posters of an item (wire-media.md §5.5). */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { JobDocument } from '../../schema/documents/job.ts'
import { siteId } from '../../schema/ids.ts'
import { type ShapeParts, shapesOfItems } from '../../schema/queries/media/shapes/read-shapes.ts'
import { chosenShapes } from '../../schema/shapes/choose.ts'
import type { Metadata } from '../../steps/engine/declare/step.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import type { ValuesOf } from '../http/request/parameters.ts'
import { JOB, ofItem, startWith, tagsIn } from '../import/job-parameters.ts'
import { findItem } from '../item/find-item.ts'
import { type SourceShape, sourceShape } from '../item/job/source-shape.ts'
import { MAKING } from './making.ts'
import { refuseOtherResource } from './place.ts'

export const makePictures: Operation = operation({
  ...{ title: 'Make thumbnails of an item', method: 'POST', path: '/item/:itemId/thumbnail' },
  alsoAt: ['/item/:itemId/shape/:shapeId/thumbnail'],
  description:
    'Thumbnails, posters or both, of the shape in the path, or of the original. They replace those at the same times.',
  ...{ role: '_thumbnail_write', query: { ...JOB, ...MAKING } },
  ...{ produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const { em, path, query, tools } = given
  for (const id of [query.thumbnailService, query.resourceId]) if (id !== undefined) refuseOtherResource(id)
  const pictures = wantedPictures(query)
  const item = await findItem(em, path.itemId)
  const { shapeId } = path as { readonly shapeId?: string }
  const source = sourceOf(await shapesOfItems(em, [item.id]), shapeId, query)
  const missing = pathToFileURL(join(tools.mediaRoots[0] ?? '/', `no-content-of-${siteId(item.id)}`)).href
  return startWith(given, 'THUMBNAIL', async () => ({
    ...{ ...ofItem(item.id), ...pictures },
    // A job for an item without content is accepted, and fails with a reason.
    sourceUri: source.uri === '' ? missing : source.uri,
    ...(source.shapeId !== undefined && { originalShapeId: siteId(source.shapeId) }),
  }))
})

type Making = ValuesOf<typeof MAKING>

/** Throws `notFound` for a shape, and `invalidInput` for a version or tag that the item does not have. */
function sourceOf(
  shapes: readonly ShapeParts[],
  shapeId: string | undefined,
  { sourceTag, version }: Making,
): SourceShape {
  const some = version === undefined ? shapes : chosenShapes(shapes, { version })
  if (version !== undefined && some.length === 0)
    throw invalidInput('version', 'the item has no shape of this version', String(version))
  if (shapeId !== undefined || sourceTag.length === 0) return sourceShape(some, shapeId)
  const tag = sourceTag.find((one) => some.some(({ tags }) => tags.includes(one)))
  if (tag === undefined)
    throw invalidInput('sourceTag', 'the item has no shape with this tag', sourceTag.join(','))
  return sourceShape(some, undefined, tag)
}

/** What the parameters tell the job. Throws `invalidInput` if they ask for no pictures. */
function wantedPictures(query: Making): Metadata {
  const { createThumbnails, createPosters, tag } = query
  if (createThumbnails === 'false' && createPosters.length === 0)
    throw invalidInput('createThumbnails', 'expected true or times, or times in createPosters', 'false')
  const isList = createThumbnails !== 'true' && createThumbnails !== 'false'
  const tags = tagsIn(tag)
  return {
    createThumbnails: createThumbnails === 'false' ? 'false' : 'true',
    ...(isList && { thumbnailTimeCodes: createThumbnails }),
    ...(createPosters.length > 0 && { createPosters: createPosters.join(',') }),
    ...(tags.length > 0 && { tags: tags.join(',') }),
    ...texts(query, SIZES),
  }
}

const SIZES = [
  ...(['thumbnailWidth', 'thumbnailHeight', 'thumbnailPeriod'] as const),
  ...(['posterWidth', 'posterHeight', 'posterFormat'] as const),
] as const

function texts(query: Making, names: readonly (typeof SIZES)[number][]): Metadata {
  const given = names.map((name) => [name, query[name]] as const)
  return Object.fromEntries(
    given.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]),
  )
}
