/** Chooses the shape of an item that a job reads, and its file. Pure. */
import { serialOf } from '../../../schema/ids.ts'
import type { FileParts } from '../../../schema/queries/media/shapes/read-files.ts'
import type { ShapeParts } from '../../../schema/queries/media/shapes/read-shapes.ts'
import { chosenShapes } from '../../../schema/shapes/choose.ts'
import { notFound } from '../../http/answer/fault.ts'

export interface SourceShape {
  /** Undefined for an item without content. */
  readonly shapeId?: number
  readonly fileId?: number
  /** Of the file with the whole content. Empty without one: the job then fails and says so. */
  readonly uri: string
}

/**
 * The shape with the id, or the latest one with the tag; without one of the tag, the latest of all. Throws
 * `notFound` for an id that the item does not have.
 */
export function sourceShape(
  shapes: readonly ShapeParts[],
  shapeId: string | undefined,
  tag = 'original',
): SourceShape {
  if (shapeId !== undefined) {
    const found = shapes.find(({ id }) => id === serialOf(shapeId))
    if (!found) throw notFound('shape', shapeId)
    return sourceIn(found)
  }
  const tagged = chosenShapes(shapes, { version: 'all', tags: [tag] }).at(-1)
  const shape = tagged ?? chosenShapes(shapes, {}).at(-1)
  return shape ? sourceIn(shape) : { uri: '' }
}

function sourceIn({ id, components }: ShapeParts): SourceShape {
  const order = ['container', 'binary', 'video', 'audio']
  const sorted = components.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
  const file = sorted.flatMap(({ files }) => files).find(isReadable)
  return { shapeId: id, uri: file?.uri ?? '', ...(file && { fileId: file.id }) }
}

function isReadable({ state }: FileParts): boolean {
  return state === 'CLOSED' || state === 'OPEN' || state === 'BEING_READ'
}
