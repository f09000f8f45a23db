/** Shows files as documents (wire-media.md §0.3, §1.7). Pure. */
import type { FileDocument } from '../documents/file.ts'
import { siteId } from '../ids.ts'
import { uriBelow } from '../media-uri.ts'
import { simpleMetadataOf } from '../metadata/key-values.ts'
import type { FileUse } from '../queries/media/items-of-files.ts'
import type { FileParts } from '../queries/media/shapes/read-files.ts'

/** Which files to show, and by which methods of their storages. Absent: all. */
export interface FileView {
  /** `NONE`: the methods without a type. */
  readonly methodTypes?: readonly string[]
  readonly schemes?: readonly string[]
  readonly storageTypes?: readonly string[]
  readonly storages?: readonly number[]
  /** Keys and values that the metadata of a method must have. */
  readonly methodMetadata?: readonly { readonly key: string; readonly value: string }[]
  /** Gives a link instead of the URIs, or nothing. */
  readonly link?: ((file: Pick<FileParts, 'id' | 'uri'>) => string | undefined) | undefined
  /** Only whole files. */
  readonly closed?: boolean
}

/** `uses`: the components with the file, if its items are to be shown. */
export function fileDocument(
  file: FileParts,
  view: FileView = {},
  uses: readonly FileUse[] = [],
): FileDocument {
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
    ...(uses.length > 0 && { item: itemsOf(uses) }),
    metadata: simpleMetadataOf({ ...times, ...metadata }),
  }
}

/** One URI for each method that the view permits; none for a file that is not there. */
export function urisOf(file: FileParts, view: FileView = {}): readonly string[] {
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

/** Groups the components by item and shape; they are in that order. */
function itemsOf(uses: readonly FileUse[]): NonNullable<FileDocument['item']> {
  return [...Map.groupBy(uses, ({ itemId }) => itemId)].map(([itemId, ofItem]) => ({
    id: siteId(itemId),
    shape: [...Map.groupBy(ofItem, ({ shapeId }) => shapeId)].map(([shapeId, ofShape]) => ({
      id: siteId(shapeId),
      component: ofShape.map(({ componentId }) => ({ id: siteId(componentId) })),
    })),
  }))
}
