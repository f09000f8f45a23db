/** The operations on the external ids of an item. */
import { ExternalIdentifierListDocument } from '../../../schema/documents/external-id.ts'
import { serialOf, siteId } from '../../../schema/ids.ts'
import {
  addExternalId,
  externalIdEntry,
  externalIdsOf,
  removeExternalIds,
} from '../../../schema/queries/media/items/external-ids.ts'
import { conflict, invalidInput, notFound } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { findItem } from '../find-item.ts'

const path = '/item/:itemId/external-id'
const one = `${path}/:externalId` as const

const listExternalIds = operation({
  title: 'List the external ids of an item',
  ...{ method: 'GET', path, role: '_item_id_read', produces: ExternalIdentifierListDocument },
}).answer(async ({ path: { itemId }, em }) => {
  const { id } = await findItem(em, itemId)
  return { id: (await externalIdsOf(em, [id])).map(externalIdEntry) }
})

const addOne = operation({
  title: 'Add an external id to an item',
  description: 'Refused with 409 if another item has it, and with 400 if it looks like an id of this site.',
  ...{ method: 'PUT', path: one, role: '_item_write' },
  query: { namespace: parameter(string, '', 'A namespace, which is kept and given back.') },
}).answer(async ({ path: { itemId, externalId }, query: { namespace }, em }) => {
  const { id } = await findItem(em, itemId)
  if (serialOf(externalId) !== undefined)
    throw invalidInput('externalId', 'expected another form than that of the ids here', externalId)
  if (externalId.length > LONGEST)
    throw invalidInput('externalId', `expected at most ${LONGEST} characters`, externalId.slice(0, 100))
  const owner = await addExternalId(em, { item: id, namespace, externalId })
  if (owner !== id) throw conflict('item', siteId(owner), 'another item has this external id', externalId)
  return undefined
})

/** An entry of an index holds 2.7 KB. */
const LONGEST = 500

const removeOne = operation({
  title: 'Remove an external id of an item',
  ...{ method: 'DELETE', path: one, role: '_item_write' },
}).answer(async ({ path: { itemId, externalId }, em }) => {
  const { id } = await findItem(em, itemId)
  if ((await removeExternalIds(em, id, externalId)) === 0) throw notFound('external-id', externalId)
  return undefined
})

const removeAll = operation({
  title: 'Remove the external ids of an item',
  ...{ method: 'DELETE', path, role: '_item_write' },
}).answer(async ({ path: { itemId }, em }) => {
  await removeExternalIds(em, (await findItem(em, itemId)).id)
  return undefined
})

export const EXTERNAL_IDS: readonly Operation[] = [listExternalIds, addOne, removeOne, removeAll]
