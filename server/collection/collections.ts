/** Lists, creates, reads, renames and deletes collections (wire-media.md §2.7). */
import { CollectionDocument, CollectionListDocument } from '../../schema/documents/collection.ts'
import { serialOf } from '../../schema/ids.ts'
import {
  createCollection,
  entriesOf,
  listCollections,
  removeCollections,
  renameCollection,
} from '../../schema/queries/media/collections.ts'
import { type Operation, operation } from '../http/operation.ts'
import { type Kind, list, someOf, string } from '../http/request/parameter-kinds.ts'
import { filled, parameter, required } from '../http/request/parameters.ts'
import { PAGE_PARAMETERS } from '../search/item-search.ts'
import { collectionAt, collectionDocument } from './find-collection.ts'

const path = '/collection'
const one = `${path}/:collectionId` as const
const plain = ({ id = '' }: CollectionDocument) => id

/** Unknown words are ignored, as with items. */
const contents: Kind<readonly string[]> = { ...list, values: ['metadata'] }
const CONTENT = { content: parameter(contents, [], '`metadata`: show the metadata.') } as const

const listTheCollections = operation({
  title: 'List collections',
  description: 'The newest first. As text/plain: the ids.',
  ...{ method: 'GET', path, role: '_collection_read', query: { ...PAGE_PARAMETERS, ...CONTENT } },
  produces: CollectionListDocument,
  plain: ({ collection }) => collection.map(plain),
}).answer(async ({ query: { first, number, content }, em, baseUrl }) => {
  const page = { offset: Math.max(0, first - 1), limit: number }
  const { hits, collections } = await listCollections(em, page)
  const shown = { baseUrl, withMetadata: content.includes('metadata') }
  return { hits, collection: collections.map((row) => collectionDocument(row, shown)) }
})

const createACollection = operation({
  title: 'Create a collection',
  ...{ method: 'POST', path, role: '_collection_write' },
  query: { name: parameter(string, undefined, 'Its name. Default: that of the body, or none.') },
  ...{ accepts: CollectionDocument, produces: CollectionDocument, plain },
}).answer(async ({ query, body, user, em, baseUrl }) => {
  const name = query.name ?? body?.name ?? null
  const id = await createCollection(em, name, user.name)
  return collectionDocument({ id, name, metadata: [], revision: [] }, { baseUrl })
})

const retrieveACollection = operation({
  title: 'Retrieve a collection',
  ...{
    method: 'GET',
    path: one,
    role: '_collection_read',
    query: CONTENT,
    produces: CollectionDocument,
    plain,
  },
}).answer(async ({ path: { collectionId }, query: { content }, em, baseUrl }) => {
  const row = await collectionAt(em, collectionId)
  const shown = { baseUrl, entries: await entriesOf(em, row.id), withMetadata: content.includes('metadata') }
  const document = collectionDocument(row, shown)
  // As Vidispine writes it here, and nowhere else.
  return { ...document, loc: `${document.loc}/` }
})

const renameACollection = operation({
  title: 'Rename a collection',
  ...{ method: 'PUT', path: `${one}/rename`, role: '_collection_write' },
  query: { name: required(string, 'Its new name.') },
}).answer(async ({ path: { collectionId }, query: { name }, em }) => {
  await renameCollection(em, (await collectionAt(em, collectionId)).id, name)
  return undefined
})

const deleteACollection = operation({
  title: 'Delete a collection',
  description: 'What is in it stays.',
  ...{ method: 'DELETE', path: one, role: '_collection_write' },
}).answer(async ({ path: { collectionId }, em }) => {
  await removeCollections(em, [(await collectionAt(em, collectionId)).id])
  return undefined
})

const deleteManyCollections = operation({
  title: 'Delete collections',
  description: 'What is in them stays. Collections that do not exist are skipped.',
  ...{ method: 'DELETE', path, role: '_collection_write', strict: true },
  query: filled({ id: required(someOf, 'The collections, separated by commas.') }),
}).answer(async ({ query: { id }, em }) => {
  await removeCollections(
    em,
    id.map((one) => serialOf(one) ?? 0),
  )
  return undefined
})

export const COLLECTIONS: readonly Operation[] = [
  listTheCollections,
  createACollection,
  retrieveACollection,
  renameACollection,
  deleteACollection,
  deleteManyCollections,
]
