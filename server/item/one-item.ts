/** Retrieves an item, its URIs and its collections, and writes its index again. */
import { ItemDocument } from '../../schema/documents/item.ts'
import { URIListDocument } from '../../schema/documents/uri-list.ts'
import { siteId } from '../../schema/ids.ts'
import { readSurroundings } from '../../schema/queries/media/items/read-surroundings.ts'
import { indexItem } from '../../schema/queries/media/items/write-item.ts'
import { shapesOfItems } from '../../schema/queries/media/shapes/read-shapes.ts'
import { chosenShapes } from '../../schema/shapes/choose.ts'
import { type Operation, operation } from '../http/operation.ts'
import { parameter } from '../http/request/parameters.ts'
import { linksFor } from '../storage/file/links.ts'
import { changeItem } from './change-item.ts'
import { containerUris } from './container-uris.ts'
import { findItem } from './find-item.ts'
import { itemDocuments } from './item-documents.ts'
import {
  CONTENT_PARAMETERS,
  refuseContent,
  TAG,
  URI_PARAMETERS,
  version,
} from './request/content-parameters.ts'

const path = '/item/:itemId'
const plain = ({ uri }: URIListDocument) => uri

const retrieveAnItem = operation({
  title: 'Retrieve an item',
  description:
    'Without `content` only its id. Instead of the id, an external id can stand here and in all other paths of items.',
  ...{ method: 'GET', path, role: '_item_id_read', query: CONTENT_PARAMETERS, produces: ItemDocument },
}).answer(async ({ path: { itemId }, query, user, em, baseUrl }) => {
  const { id } = await findItem(em, itemId, 'item')
  refuseContent(user, query.content)
  const [document] = await itemDocuments({ em, baseUrl }, [id], query)
  return document ?? { id: siteId(id) }
})

const listTheUris = operation({
  title: 'List the URIs of an item',
  description: 'Where its containers are, the newest first. Without parameters those of the latest version.',
  ...{ method: 'GET', path: `${path}/uri`, role: '_item_uri' },
  query: {
    ...URI_PARAMETERS,
    tag: TAG,
    version: parameter(version, 'latest', 'The version of the essence.'),
  },
  ...{ produces: URIListDocument, plain },
}).answer(async ({ path: { itemId }, query, em, baseUrl }) => {
  const { id } = await findItem(em, itemId)
  const shapes = chosenShapes(await shapesOfItems(em, [id]), { version: query.version, tags: query.tag })
  return { uri: containerUris(shapes, query, await linksFor({ em, baseUrl }, query)) }
})

const listTheCollections = operation({
  title: 'List the collections of an item',
  ...{
    method: 'GET',
    path: `${path}/collections`,
    role: '_collection_read',
    produces: URIListDocument,
    plain,
  },
}).answer(async ({ path: { itemId }, em }) => {
  const { id } = await findItem(em, itemId)
  const around = (await readSurroundings(em, [id])).get(id)
  return { uri: (around?.collections ?? []).map(siteId) }
})

const reIndex = operation({
  title: 'Index an item again',
  description: 'Writes again what searches find it by. Changes do so themselves.',
  ...{ method: 'PUT', path: `${path}/re-index`, role: '_item_write' },
}).answer(async ({ path: { itemId }, em }) => {
  await changeItem(em, itemId, (tx, { id }) => indexItem(tx, id))
  return undefined
})

export const ONE_ITEM: readonly Operation[] = [retrieveAnItem, listTheUris, listTheCollections, reIndex]
