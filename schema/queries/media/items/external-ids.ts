/** Reads and writes the ids that items have in other systems. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../ids.ts'
import { execute } from '../../../sql/execute.ts'

export interface ExternalIdOfItem {
  readonly item: number
  readonly namespace: string
  readonly externalId: string
}

/** As documents show it. Pure. */
export function externalIdEntry({ item, namespace, externalId }: ExternalIdOfItem) {
  return {
    ...{ entityId: siteId(item), entityType: 'Item' },
    ...(namespace !== '' && { namespace }),
    externalId,
  }
}

/** Undefined if no item has the external id. Index: the primary key. */
export async function itemWithExternalId(em: EntityManager, externalId: string): Promise<number | undefined> {
  const find = `select entity_id as id from callsheet.external_id where entity_type = 'item' and external_id = ?`
  const [row] = await execute<{ readonly id: number }>(em, find, [externalId])
  return row?.id
}

/** Of all these items, by item. Index: `external_id_entity`. */
export async function externalIdsOf(
  em: EntityManager,
  items: readonly number[],
): Promise<readonly ExternalIdOfItem[]> {
  return execute<ExternalIdOfItem>(em, OF_ITEMS, [items])
}

const OF_ITEMS = /* sql */ `
select entity_id as item, namespace, external_id as "externalId"
from callsheet.external_id where entity_type = 'item' and entity_id = any (?)
order by entity_id, external_id`

/**
 * Returns the item that has it then: another one, if it had it before. Waits for others that add the same.
 */
export async function addExternalId(
  em: EntityManager,
  { item, namespace, externalId }: ExternalIdOfItem,
): Promise<number> {
  const [row] = await execute<{ readonly id: number }>(em, ADD, [item, namespace, externalId])
  return row?.id ?? item
}

const ADD = /* sql */ `
insert into callsheet.external_id as x (entity_type, entity_id, namespace, external_id)
values ('item', ?, ?, ?)
on conflict (entity_type, external_id) do update
set namespace = case when x.entity_id = excluded.entity_id then excluded.namespace else x.namespace end
returning entity_id as id`

/** One external id of an item, or all of them. Returns how many there were. */
export async function removeExternalIds(
  em: EntityManager,
  item: number,
  externalId?: string,
): Promise<number> {
  const gone = await execute(em, REMOVE, [item, externalId ?? null])
  return gone.length
}

const REMOVE = /* sql */ `
delete from callsheet.external_id e using (select ?::integer as item, ?::text as named) as a
where e.entity_type = 'item' and e.entity_id = a.item and (a.named is null or e.external_id = a.named)
returning e.external_id`
