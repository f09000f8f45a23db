/** Chooses the shape of an item that a job reads, and its file. Pure. */
import { serialOf, siteId } from '../../../schema/ids.ts'
import type { FileParts } from '../../../schema/queries/media/shapes/read-files.ts'
import type { ShapeParts } from '../../../schema/queries/media/shapes/read-shapes.ts'
import { chosenShapes } from '../../../schema/shapes/choose.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import { manifestsOf } from '../shape/manifests.ts'

export interface SourceShape {
  /** Undefined for an item without content. */
  readonly shapeId?: number
  readonly fileId?: number
  /** Of the file with the whole content. Empty without one: the job then fails and says so. */
  readonly uri: string
}

/**
 * The shape with the id, or the latest one with the tag; without one of the tag, the latest of all. Throws
 * `notFound` for an id that the item does not have, and `invalidInput` for a package that is named.
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
  const shape = tagged ?? chosenShapes(shapes, {}).findLast((one) => manifestsOf(one).length === 0)
  return shape ? sourceIn(shape) : { uri: '' }
}

function sourceIn(shape: ShapeParts): SourceShape {
  const { id, components } = shape
  if (manifestsOf(shape).length > 0) throw invalidInput('shape', PACKAGE, siteId(id))
  const order = ['container', 'binary', 'video', 'audio']
  const sorted = components.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
  const file = sorted.flatMap(({ files }) => files).find(isReadable)
  return { shapeId: id, uri: file?.uri ?? '', ...(file && { fileId: file.id }) }
}

const PACKAGE =
  'a package for streaming has many files, which jobs do not read or export: GET …/package lists its manifests'

function isReadable({ state }: FileParts): boolean {
  return state === 'CLOSED' || state === 'OPEN' || state === 'BEING_READ'
}
