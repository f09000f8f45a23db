/** Lists where the containers of an item are, as the parameters of a request ask for it. Pure. */
import type { ShapeParts } from '../../schema/queries/media/shapes/read-shapes.ts'
import { containerUrisOf } from '../../schema/shapes/container-uris.ts'
import type { FileView } from '../../schema/shapes/file-document.ts'
import type { ValuesOf } from '../http/request/parameters.ts'
import { fileView, type URI_PARAMETERS } from './request/content-parameters.ts'

export function containerUris(
  shapes: readonly ShapeParts[],
  query: ValuesOf<typeof URI_PARAMETERS>,
  link?: FileView['link'],
): readonly string[] {
  return containerUrisOf(shapes, fileView(query, link), query.uriType)
}
