/** Creates items, and changes their metadata and the facts of their essence. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { MetadataDocument } from '../../../documents/metadata.ts'
import { siteId } from '../../../ids.ts'
import type { Facts } from '../../../media.ts'
import { changesIn, type MetadataChangeBy, mergedMetadata } from '../../../metadata/merge.ts'
import { searchable } from '../../../metadata/system-fields.ts'
import { execute } from '../../../sql/execute.ts'
import { addExternalId } from './external-ids.ts'
import { type ItemRow, lockItem } from './item-rows.ts'

export interface NewItem {
  readonly user: string
  readonly metadata?: MetadataDocument
  readonly facts?: Facts
  readonly externalIds?: readonly string[]
}

/** Creates an item in the transaction and returns its id. An external id of another item is left with it. */
export async function createItem(
  tx: EntityManager,
  { user, metadata, facts = {}, externalIds = [] }: NewItem,
): Promise<number> {
  const [row] = await execute<{ readonly id: number }>(tx, CREATE, [user, JSON.stringify(facts)])
  if (!row) throw new Error('the insert of the item returned no row')
  for (const externalId of externalIds) await addExternalId(tx, { item: row.id, namespace: '', externalId })
  const hasMetadata = metadata && metadata.timespan.length + metadata.group.length > 0
  if (hasMetadata) await changeMetadata(tx, row.id, metadata, user)
  else await indexItem(tx, row.id)
  return row.id
}

const CREATE = 'insert into callsheet.item (user_name, facts) values (?, ?::jsonb) returning id'

/** Thrown if the item is gone. */
export class NoSuchItem extends Error {
  override readonly name = 'NoSuchItem'
}

/**
 * Changes the metadata of an item in the transaction, and with them what a search finds it by. Locks the
 * item.
 * Returns it as it is then.
 */
export async function changeMetadata(
  tx: EntityManager,
  itemId: number,
  wanted: MetadataDocument,
  user: string,
): Promise<ItemRow> {
  const before = await locked(tx, itemId)
  const change = await recordChange(tx, itemId, wanted, user)
  const metadata = mergedMetadata(before.metadata, wanted, change)
  const fieldGroup = wanted.group.length > 0 ? wanted.group : before.fieldGroup
  const revision = [...new Set([...changesIn(metadata), change.id])]
  const values = [JSON.stringify(metadata), fieldGroup, revision, change.at.toISOString(), itemId]
  await execute(tx, WRITE_METADATA, values)
  const item = { ...before, metadata, fieldGroup, revision, modified: change.at }
  await writeValues(tx, item)
  return item
}

const WRITE_METADATA = /* sql */ `
update callsheet.item set metadata = ?::jsonb, field_group = ?::text[], revision = ?::integer[], modified = ?
where id = ?`

async function recordChange(
  tx: EntityManager,
  itemId: number,
  wanted: MetadataDocument,
  user: string,
): Promise<MetadataChangeBy> {
  const [row] = await execute<{ readonly id: number; readonly at: string }>(tx, RECORD, [
    itemId,
    user,
    JSON.stringify(wanted),
  ])
  if (!row) throw new Error('the insert of the change returned no row')
  return { id: row.id, of: siteId(itemId), user, at: new Date(row.at) }
}

const RECORD =
  'insert into callsheet.item_change (item_id, user_name, document) values (?, ?, ?::jsonb) returning id, at::text'

/** Replaces what the essence of an item tells, in the transaction. Locks the item. */
export async function setFacts(tx: EntityManager, itemId: number, facts: Facts): Promise<void> {
  const before = await locked(tx, itemId)
  await execute(tx, 'update callsheet.item set facts = ?::jsonb, modified = callsheet.now() where id = ?', [
    JSON.stringify(facts),
    itemId,
  ])
  await writeValues(tx, { ...before, facts })
}

/** Writes again, in the transaction, what a search finds an item by. Locks the item. */
export async function indexItem(tx: EntityManager, itemId: number): Promise<void> {
  await writeValues(tx, await locked(tx, itemId))
}

async function locked(tx: EntityManager, itemId: number): Promise<ItemRow> {
  const item = await lockItem(tx, itemId)
  if (!item) throw new NoSuchItem(siteId(itemId))
  return item
}

async function writeValues(tx: EntityManager, item: ItemRow): Promise<void> {
  const values = searchable({ ...item, id: siteId(item.id) })
  await execute(tx, WRITE_VALUES, [item.id, item.id, JSON.stringify(values)])
}

/** The item is locked, so no one else writes its values. Index: `item_value_item`. */
const WRITE_VALUES = /* sql */ `
with gone as (delete from callsheet.item_value where item_id = ?)
insert into callsheet.item_value (item_id, field, value)
select distinct ?::integer, v.field, v.value from jsonb_to_recordset(?::jsonb) as v (field text, value text)`
