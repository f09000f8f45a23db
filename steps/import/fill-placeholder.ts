/** Fills a placeholder with the components of one file (wire-media.md §3.4). */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ComponentKind } from '../../schema/media.ts'
import { readShapes } from '../../schema/queries/media/shapes/read-shapes.ts'
import { addComponents, completeShape } from '../../schema/queries/media/shapes/write-shapes.ts'
import type { ComponentParts } from '../../schema/shapes/components.ts'

interface Made {
  readonly components: readonly ComponentParts[]
  readonly mimeTypes: readonly string[]
  readonly files: readonly number[]
}

/**
 * A container brings all its streams; any other file only the components of its kind. Once all that was
 * expected is there, the shape is no placeholder any more.
 */
export async function fillPlaceholder(
  em: EntityManager,
  shapeId: number,
  kind: ComponentKind,
  { components, mimeTypes, files }: Made,
): Promise<void> {
  const [shape] = await readShapes(em, [shapeId])
  if (!shape) return
  const wanted = kind === 'container' ? components : components.filter((one) => one.kind === kind)
  const offset = shape.components.filter((one) => one.kind === kind).length
  const placed = wanted.map((one) => (one.kind === kind ? { ...one, position: one.position + offset } : one))
  await addComponents(em, shapeId, placed, files)
  const all = [...shape.components, ...placed]
  // A shape that had all its components before these keeps its own types.
  const types = shape.mimeTypes.length > 0 ? shape.mimeTypes : mimeTypes
  if (isComplete(shape.expected ?? {}, all)) await completeShape(em, shapeId, types)
}

/** Pure. */
function isComplete(
  expected: Readonly<Partial<Record<ComponentKind, number>>>,
  components: readonly Pick<ComponentParts, 'kind'>[],
): boolean {
  return Object.entries(expected).every(
    ([kind, count]) => components.filter((one) => one.kind === kind).length >= count,
  )
}
