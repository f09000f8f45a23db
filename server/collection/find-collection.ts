/** Finds the collection that a path names, and shows it. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { CollectionDocument } from '../../schema/documents/collection.ts'
import { serialOf, siteId } from '../../schema/ids.ts'
import { shownMetadata } from '../../schema/metadata/view.ts'
import {
  type CollectionEntry,
  type CollectionRow,
  findCollection,
} from '../../schema/queries/media/collections.ts'
import { notFound } from '../http/answer/fault.ts'
import { EVERYTHING } from '../item/metadata/item-metadata.ts'

/** Throws `notFound`. */
export async function collectionAt(em: EntityManager, id: string): Promise<CollectionRow> {
  const serial = serialOf(id)
  const found = serial === undefined ? undefined : await findCollection(em, serial)
  if (!found) throw notFound('Collection', id)
  return found
}

interface Shown {
  readonly baseUrl: string
  readonly entries?: readonly CollectionEntry[]
  readonly withMetadata?: boolean
}

export function collectionDocument(
  row: CollectionRow,
  { baseUrl, entries, withMetadata }: Shown,
): CollectionDocument {
  return {
    ...{ loc: `${baseUrl}/collection/${siteId(row.id)}`, id: siteId(row.id) },
    ...(row.name !== null && { name: row.name }),
    ...(entries && {
      content: entries.map(({ kind, id }) => ({
        id: siteId(id),
        uri: `${baseUrl}/${kind}/${siteId(id)}`,
        type: kind,
      })),
    }),
    ...(withMetadata && { metadata: collectionMetadata(row) }),
  }
}

export function collectionMetadata({ metadata, revision }: CollectionRow) {
  return shownMetadata({ metadata, revision, fieldGroup: [] }, [], EVERYTHING)
}
