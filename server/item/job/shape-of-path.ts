/** Finds the shape that a job of an item works on: the one in its path, or the one with a tag. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../schema/ids.ts'
import { type ShapeParts, shapesOfItems } from '../../../schema/queries/media/shapes/read-shapes.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import { ofItem } from '../../import/job-parameters.ts'
import { findItem } from '../find-item.ts'
import { type SourceShape, sourceShape } from './source-shape.ts'

export interface WorkedOn {
  readonly itemId: number
  readonly shape: ShapeParts
  readonly source: Required<SourceShape>
}

/**
 * Without a tag: the original, or else the latest of all. Throws `notFound` for an unknown item or shape, and
 * `invalidInput` for a shape without a whole file.
 */
export async function shapeOfPath(
  { em, path }: { readonly em: EntityManager; readonly path: { readonly itemId: string } },
  tag?: string,
): Promise<WorkedOn> {
  const item = await findItem(em, path.itemId)
  const { shapeId } = path as { readonly shapeId?: string }
  const shapes = await shapesOfItems(em, [item.id])
  const source = sourceShape(shapes, shapeId, tag)
  const shape = shapes.find(({ id }) => id === source.shapeId)
  if (!shape || (shapeId === undefined && tag !== undefined && !shape.tags.includes(tag)))
    throw notFound('shape', tag ?? path.itemId)
  return { itemId: item.id, shape, source: withFile(source, siteId(shape.id)) }
}

/** Throws `invalidInput` for a shape whose file cannot be read. */
export function withFile({ uri, shapeId = 0, fileId = 0 }: SourceShape, named: string) {
  if (uri === '') throw invalidInput('shape', 'expected a shape with a file that is whole', named)
  return { uri, shapeId, fileId }
}

/** What a job has to know of its shape (wire-media.md §8.1). */
export function ofShape({ itemId, source }: WorkedOn): Metadata {
  return {
    ...ofItem(itemId),
    ...{ shapeId: siteId(source.shapeId), fileId: siteId(source.fileId), sourceUri: source.uri },
  }
}
