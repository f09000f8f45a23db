/** Shows the rows of shapes as documents (wire-media.md §4.2). Pure. */
import type { ShapeDocument } from '../documents/shape.ts'
import { siteId } from '../ids.ts'
import { simpleMetadataOf } from '../metadata/key-values.ts'
import type { FileParts } from '../queries/media/shapes/read-files.ts'
import type { ShapeParts } from '../queries/media/shapes/read-shapes.ts'
import { componentDocument, componentMembers } from './components.ts'
import { type FileView, fileDocument } from './file-document.ts'

/** `tag`: the tag that was asked for, which is shown first. */
export function shapeDocument(shape: ShapeParts, view: FileView = {}, tag?: string): ShapeDocument {
  const { id, created, essenceVersion, tags, mimeTypes, uuid, metadata, components } = shape
  const first = tags.filter((one) => one === tag)
  return {
    id: siteId(id),
    created: new Date(created),
    essenceVersion,
    tag: [...first, ...tags.filter((one) => one !== tag)],
    mimeType: mimeTypes,
    ...(uuid !== null && { uuid }),
    ...componentMembers(
      components.map((one) => ({
        ...one,
        file: filesIn(one.files, view).map((file) => fileDocument(file, view)),
      })),
    ),
    metadata: simpleMetadataOf(metadata),
  }
}

/** One component of a shape; undefined if it has none with this id. */
export function componentOf({ components }: ShapeParts, id: number | undefined) {
  const found = components.find((one) => one.id === id)
  return found && componentDocument({ ...found, file: found.files.map((file) => fileDocument(file)) })
}

/** The files of a shape that the view shows, each once. */
export function filesOfShape({ components }: ShapeParts, view: FileView = {}): readonly FileParts[] {
  const files = filesIn(
    components.flatMap((one) => one.files),
    view,
  )
  return [...new Map(files.map((file) => [file.id, file])).values()]
}

function filesIn(files: readonly FileParts[], view: FileView): readonly FileParts[] {
  const { storages, storageTypes, closed } = view
  return files.filter(
    ({ state, storage, storageType }) =>
      (!closed || state === 'CLOSED') &&
      (!storages || (storage !== null && storages.includes(storage))) &&
      (!storageTypes || (storageType !== null && storageTypes.includes(storageType))),
  )
}
