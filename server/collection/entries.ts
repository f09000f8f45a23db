/** What is in a collection: adding, removing, and listing its items. */
import { ItemListDocument } from '../../schema/documents/item.ts'
import { serialOf } from '../../schema/ids.ts'
import {
  addEntry,
  type CollectionEntry,
  ENTRY_KINDS,
  type EntryKind,
  itemsOfCollection,
  removeEntry,
} from '../../schema/queries/media/collections.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { conflict, notFound, notYetImplemented } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { boolean, oneOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { findItem } from '../item/find-item.ts'
import { itemDocuments } from '../item/item-documents.ts'
import { CONTENT_PARAMETERS, refuseContent } from '../item/request/content-parameters.ts'
import { PAGE_PARAMETERS } from '../search/item-search.ts'
import { collectionAt } from './find-collection.ts'

const one = '/collection/:collectionId'
const path = `${one}/:entryId` as const
const TYPE = {
  type: parameter(oneOf(ENTRY_KINDS), 'item', 'What it is. Libraries are not supported.'),
} as const

const addToACollection = operation({
  title: 'Add to a collection',
  description:
    'Adds an item or a collection, at the end. Refused with 409 if a collection would be in itself.',
  ...{ method: 'PUT', path, role: '_collection_write', query: TYPE },
}).answer(async ({ path: given, query: { type }, em }) => {
  const entry = await entryAt(em, given, type)
  const added = await transaction(em.fork(), (tx) => addEntry(tx, entry))
  switch (added) {
    case 'circle':
      throw conflict('collection', given.collectionId, 'a collection cannot be in itself', given.entryId)
    case 'gone':
      throw notFound(type === 'item' ? 'Item' : 'Collection', given.entryId)
    case 'added':
      return undefined
  }
})

const removeFromACollection = operation({
  title: 'Remove from a collection',
  ...{ method: 'DELETE', path, role: '_collection_write', query: TYPE },
}).answer(async ({ path: given, query: { type }, em }) => {
  await removeEntry(em, await entryAt(em, given, type))
  return undefined
})

const listItemsOfACollection = operation({
  title: 'List the items of a collection',
  ...{ method: 'GET', path: `${one}/item`, role: '_collection_read' },
  query: {
    ...CONTENT_PARAMETERS,
    ...PAGE_PARAMETERS,
    children: parameter(boolean, false, 'Whether to list the items of the collections in it, too.'),
  },
  ...{ produces: ItemListDocument, plain: ({ item }: ItemListDocument) => item.map(({ id = '' }) => id) },
}).answer(async ({ path: { collectionId }, query, user, em, baseUrl }) => {
  refuseContent(user, query.content)
  const { id } = await collectionAt(em, collectionId)
  const page = { deep: query.children, offset: Math.max(0, query.first - 1), limit: query.number }
  const { hits, ids } = await itemsOfCollection(em, id, page)
  return { hits, item: await itemDocuments({ em, baseUrl }, ids, query) }
})

export const ENTRIES_OF_COLLECTIONS: readonly Operation[] = [
  addToACollection,
  removeFromACollection,
  listItemsOfACollection,
]

/** Throws `notFound` for what does not exist. */
async function entryAt(
  em: Context['em'],
  { collectionId, entryId }: { readonly collectionId: string; readonly entryId: string },
  kind: EntryKind,
): Promise<CollectionEntry> {
  const { id: collection } = await collectionAt(em, collectionId)
  switch (kind) {
    case 'item':
      return { collection, kind, id: (await findItem(em, entryId)).id }
    case 'collection':
      return { collection, kind, id: (await collectionAt(em, entryId)).id }
    case 'library':
      throw serialOf(entryId) === undefined ? notFound('Library', entryId) : notYetImplemented()
  }
}
