/** Retrieves and changes the metadata of a collection. */
import { MetadataDocument } from '../../schema/documents/metadata.ts'
import { changeCollectionMetadata } from '../../schema/queries/media/collections.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { notFound } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import { wantedMetadata } from '../item/metadata/wanted-metadata.ts'
import { collectionAt, collectionMetadata } from './find-collection.ts'

const path = '/collection/:collectionId/metadata'

const retrieveMetadata = operation({
  title: 'Retrieve the metadata of a collection',
  ...{ method: 'GET', path, role: '_collection_read', produces: MetadataDocument },
}).answer(async ({ path: { collectionId }, em }) => collectionMetadata(await collectionAt(em, collectionId)))

const changeMetadata = operation({
  title: 'Change the metadata of a collection',
  description: 'As those of an item. The changes are counted for each collection.',
  ...{ method: 'PUT', path, role: '_collection_write', accepts: MetadataDocument, needsBody: true },
  produces: MetadataDocument,
}).answer(async ({ path: { collectionId }, body = { group: [], timespan: [] }, em, user, ...rest }) => {
  const { id } = await collectionAt(em, collectionId)
  const wanted = await wantedMetadata({ em, ...rest }, body)
  const changed = await transaction(em.fork(), (tx) => changeCollectionMetadata(tx, id, wanted, user.name))
  if (!changed) throw notFound('Collection', collectionId)
  return collectionMetadata(changed)
})

export const COLLECTION_METADATA: readonly Operation[] = [retrieveMetadata, changeMetadata]
