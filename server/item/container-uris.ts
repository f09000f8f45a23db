/** Lists where the containers of an item are (wire-media.md §2.3). Pure. */
import type { ShapeParts } from '../../schema/queries/media/shapes/read-shapes.ts'
import { type FileView, urisOf } from '../../schema/shapes/file-document.ts'
import { filesOfShape } from '../../schema/shapes/shape-document.ts'
import type { ValuesOf } from '../http/request/parameters.ts'
import { fileView, type URI_PARAMETERS } from './request/content-parameters.ts'

/** Of the newest shape first; files that are no media count as containers. */
export function containerUris(
  shapes: readonly ShapeParts[],
  query: ValuesOf<typeof URI_PARAMETERS>,
  link?: FileView['link'],
): readonly string[] {
  const view = fileView(query, link)
  const uris = shapes.toReversed().flatMap((shape) => {
    const components = shape.components.filter(
      ({ kind, facts }) =>
        (kind === 'container' || kind === 'binary') && isOfFormat(facts['format'], query.uriType),
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
