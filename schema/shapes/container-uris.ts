/** Lists where the containers of an item are (wire-media.md §2.3). Pure. */
import type { ShapeParts } from '../queries/media/shapes/read-shapes.ts'
import { type FileView, urisOf } from './file-document.ts'
import { filesOfShape } from './shape-document.ts'

/**
 * Of the newest shape first; files that are no media count as containers. `formats`: only containers of one
 * of these.
 */
export function containerUrisOf(
  shapes: readonly ShapeParts[],
  view: FileView,
  formats?: readonly string[],
): readonly string[] {
  const uris = shapes.toReversed().flatMap((shape) => {
    const components = shape.components.filter(
      ({ kind, facts }) =>
        (kind === 'container' || kind === 'binary') && isOfFormat(facts['format'], formats),
    )
    return filesOfShape({ ...shape, components }, view).flatMap((file) => urisOf(file, view))
  })
  return [...new Set(uris)]
}

/** A container of several names, such as `mov,mp4`, is of each of them. */
function isOfFormat(format: unknown, wanted: readonly string[] | undefined): boolean {
  return (
    !wanted ||
    String(format)
      .split(',')
      .some((name) => wanted.includes(name))
  )
}
