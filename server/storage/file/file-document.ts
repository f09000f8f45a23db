/** Converts files between rows and documents. Pure. */
import type { FileDocument } from '../../../schema/documents/file.ts'
import { siteId } from '../../../schema/ids.ts'
import { uriBelow } from '../../../schema/media-uri.ts'
import type { FileUse } from '../../../schema/queries/media/items-of-files.ts'
import type { File } from '../../../schema/tables/file.ts'
import type { StorageMethod } from '../../../schema/tables/storage.ts'
import { simpleMetadataOf } from '../key-values.ts'
import type { LinkTo } from './links.ts'

/** What the document of a file shows beside its row. */
export interface ShownFile {
  /** The methods of its storage. */
  readonly methods: readonly StorageMethod[]
  /** Its items; undefined: not requested. */
  readonly uses?: readonly FileUse[] | undefined
  /** Only URIs with these schemes; undefined: all. */
  readonly schemes?: readonly string[] | undefined
  /** Gives a link instead of its URIs. */
  readonly link?: LinkTo | undefined
}

export function fileDocument(file: File, { methods, uses, schemes, link }: ShownFile): FileDocument {
  const { id, path, state, size, sha1, checked, storageId, metadata, modified } = file
  const isThere = state !== 'LOST' && state !== 'TO_BE_DELETED'
  const times = modified ? { mtime: String(modified.getTime()) } : {}
  return {
    id: siteId(id),
    path: path ?? file.uri,
    uri: isThere ? shownUris(file, { methods, schemes, link }) : [],
    ...{ state, size },
    ...(sha1 !== null && { hash: sha1 }),
    ...(checked && { timestamp: checked }),
    refreshFlag: 1,
    ...(typeof storageId === 'number' && { storage: siteId(storageId) }),
    ...(uses && uses.length > 0 && { item: itemsOf(uses) }),
    metadata: simpleMetadataOf({ ...times, ...metadata }),
  }
}

function shownUris(file: File, { methods, schemes, link }: ShownFile): readonly string[] {
  if (link) return [link(file)].filter((one) => one !== undefined)
  return urisOf(file, methods).filter((uri) => isOf(uri, schemes))
}

function urisOf({ uri, path, storageId }: File, methods: readonly StorageMethod[]): readonly string[] {
  if (typeof path !== 'string' || typeof storageId !== 'number') return [uri]
  return methods.filter((method) => method.read).map((method) => uriBelow(method.uri, path))
}

function isOf(uri: string, schemes: readonly string[] | undefined): boolean {
  return schemes === undefined || schemes.some((scheme) => uri.startsWith(`${scheme}:`))
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
