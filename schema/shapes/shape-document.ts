/** Shows the rows of shapes and their files as documents (wire-media.md §1.7, §4.2). Pure. */
import type { FileDocument } from '../documents/file.ts'
import type { ShapeDocument } from '../documents/shape.ts'
import { siteId } from '../ids.ts'
import type { KeyValues } from '../media.ts'
import { uriBelow } from '../media-uri.ts'
import type { FileOfShape, ShapeParts } from '../queries/media/shapes/read-shapes.ts'
import { componentDocument, componentMembers } from './components.ts'

/** Which files of a shape to show, and by which methods of their storages. Absent: all. */
export interface FileView {
  /** `NONE`: the methods without a type. */
  readonly methodTypes?: readonly string[]
  readonly schemes?: readonly string[]
  readonly storageTypes?: readonly string[]
  readonly storages?: readonly number[]
  /** Keys and values that the metadata of a method must have. */
  readonly methodMetadata?: readonly { readonly key: string; readonly value: string }[]
  /** Gives a link instead of the URIs, or nothing. */
  readonly link?: (file: FileOfShape) => string | undefined
  /** Only whole files. */
  readonly closed?: boolean
}

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
    metadata: simpleMetadata(metadata),
  }
}

/** One component of a shape; undefined if it has none with this id. */
export function componentOf({ components }: ShapeParts, id: number | undefined) {
  const found = components.find((one) => one.id === id)
  return found && componentDocument({ ...found, file: found.files.map((file) => fileDocument(file)) })
}

/** The files of a shape that the view shows, each once. */
export function filesOfShape({ components }: ShapeParts, view: FileView = {}): readonly FileOfShape[] {
  const files = filesIn(
    components.flatMap((one) => one.files),
    view,
  )
  return [...new Map(files.map((file) => [file.id, file])).values()]
}

export function fileDocument(file: FileOfShape, view: FileView = {}): FileDocument {
  const { id, path, state, size, sha1, checked, storage, metadata, modified } = file
  const times = modified === null ? {} : { mtime: String(new Date(modified).getTime()) }
  return {
    id: siteId(id),
    path: path ?? file.uri,
    uri: urisOf(file, view),
    ...{ state, size },
    ...(sha1 !== null && { hash: sha1 }),
    ...(checked !== null && { timestamp: new Date(checked) }),
    refreshFlag: 1,
    ...(storage !== null && { storage: siteId(storage) }),
    metadata: simpleMetadata({ ...times, ...metadata }),
  }
}

/** One URI for each method that the view permits; none for a file that is not there (wire-media.md §0.3). */
export function urisOf(file: FileOfShape, view: FileView = {}): readonly string[] {
  const { state, storage, path, uri, methods } = file
  if (state === 'LOST' || state === 'TO_BE_DELETED') return []
  const { methodTypes, schemes, methodMetadata = [] } = view
  if (view.link) return [view.link(file)].filter((one) => one !== undefined)
  const types = methodTypes?.map((type) => (type === '' ? 'NONE' : type))
  const isOfScheme = (one: string) => !schemes || schemes.includes(one.slice(0, one.indexOf(':')))
  if (storage === null || path === null)
    return isOfScheme(uri) && (!types || types.includes('NONE')) && methodMetadata.length === 0 ? [uri] : []
  return methods
    .filter(({ type }) => !types || types.includes(type))
    .filter((method) => methodMetadata.every(({ key, value }) => method.metadata[key] === value))
    .map((method) => uriBelow(method.uri, path))
    .filter(isOfScheme)
}

function filesIn(files: readonly FileOfShape[], view: FileView): readonly FileOfShape[] {
  const { storages, storageTypes, closed } = view
  return files.filter(
    ({ state, storage, storageType }) =>
      (!closed || state === 'CLOSED') &&
      (!storages || (storage !== null && storages.includes(storage))) &&
      (!storageTypes || (storageType !== null && storageTypes.includes(storageType))),
  )
}

function simpleMetadata(values: KeyValues) {
  return { field: Object.entries(values).map(([key, value]) => ({ key, value })) }
}
