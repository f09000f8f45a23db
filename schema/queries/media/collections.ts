/** Reads and writes collections and what is in them. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { MetadataDocument } from '../../documents/metadata.ts'
import { siteId } from '../../ids.ts'
import type { Timespan } from '../../media.ts'
import { changesIn, mergedMetadata } from '../../metadata/merge.ts'
import { execute } from '../../sql/execute.ts'

export interface CollectionRow {
  readonly id: number
  readonly name: string | null
  readonly metadata: readonly Timespan[]
  readonly revision: readonly number[]
}

export const ENTRY_KINDS = ['item', 'collection', 'library'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

export interface CollectionEntry {
  readonly collection: number
  readonly kind: EntryKind
  readonly id: number
}

const COLUMNS = 'id, name, metadata, revision'

export async function findCollection(em: EntityManager, id: number): Promise<CollectionRow | undefined> {
  const find = `select ${COLUMNS} from callsheet.collection where id = ?`
  const [row] = await execute<CollectionRow>(em, find, [id])
  return row
}

/** A page of the collections, the newest first, and how many there are. */
export async function listCollections(
  em: EntityManager,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly hits: number; readonly collections: readonly CollectionRow[] }> {
  const [page] = await execute<{ readonly hits: number; readonly collections: readonly CollectionRow[] }>(
    em,
    LIST,
    [limit, offset],
  )
  return page ?? { hits: 0, collections: [] }
}

const LIST = /* sql */ `
select (select count(*)::integer from callsheet.collection) as hits,
  (select coalesce(jsonb_agg(to_jsonb(p) order by p.id desc), '[]')
   from (select ${COLUMNS} from callsheet.collection order by id desc limit ? offset ?) as p) as collections`

export async function createCollection(
  em: EntityManager,
  name: string | null,
  user: string,
): Promise<number> {
  const create = 'insert into callsheet.collection (name, user_name) values (?, ?) returning id'
  const [row] = await execute<{ readonly id: number }>(em, create, [name, user])
  if (!row) throw new Error('the insert of the collection returned no row')
  return row.id
}

export async function renameCollection(em: EntityManager, id: number, name: string): Promise<void> {
  await execute(em, 'update callsheet.collection set name = ? where id = ?', [name, id])
}

/** Removes collections, what says that they are in others, and none of what is in them. */
export async function removeCollections(tx: EntityManager, ids: readonly number[]): Promise<void> {
  await execute(tx, REMOVE, [ids, ids])
}

const REMOVE = /* sql */ `
with entries as (delete from callsheet.collection_entry where kind = 'collection' and entry_id = any (?))
delete from callsheet.collection where id = any (?)`

/** In the order in which they were added. Index: the primary key. */
export async function entriesOf(em: EntityManager, collection: number): Promise<readonly CollectionEntry[]> {
  const read = `select collection_id as collection, kind, entry_id as id from callsheet.collection_entry where collection_id = ? order by position, kind, entry_id`
  return execute<CollectionEntry>(em, read, [collection])
}

/**
 * Adds it at the end in the transaction, unless it is there. `gone`: what is to be added was deleted
 * meanwhile. `circle`: a collection would be in itself, which additions at once cannot bring about either.
 */
export async function addEntry(
  tx: EntityManager,
  { collection, kind, id }: CollectionEntry,
): Promise<'added' | 'gone' | 'circle'> {
  if (kind === 'collection')
    await execute(tx, 'lock table callsheet.collection_entry in share row exclusive mode')
  const held = `select id from callsheet.${kind} where id = ? for key share`
  if ((await execute(tx, held, [id])).length === 0) return 'gone'
  if (kind === 'collection' && (await contains(tx, id, collection))) return 'circle'
  await execute(tx, ADD, [collection, kind, id, collection])
  return 'added'
}

const ADD = /* sql */ `
insert into callsheet.collection_entry (collection_id, kind, entry_id, position)
select ?::integer, ?::text, ?::integer, coalesce(max(position) + 1, 0)
from callsheet.collection_entry where collection_id = ?
on conflict do nothing`

/** Returns whether it was there. */
export async function removeEntry(
  em: EntityManager,
  { collection, kind, id }: CollectionEntry,
): Promise<boolean> {
  const remove =
    'delete from callsheet.collection_entry where collection_id = ? and kind = ? and entry_id = ? returning entry_id'
  return (await execute(em, remove, [collection, kind, id])).length > 0
}

/** Whether a collection is another one, or is in it by any way. */
export async function contains(em: EntityManager, outer: number, inner: number): Promise<boolean> {
  const [row] = await execute<{ readonly found: boolean }>(em, CONTAINS, [outer, inner])
  return row?.found ?? false
}

const CONTAINS = /* sql */ `
with recursive below (id) as (
  select ?::integer
  union
  select e.entry_id from below b join callsheet.collection_entry e on e.collection_id = b.id and e.kind = 'collection'
) select exists (select from below where id = ?) as found`

/** A page of the items of a collection, and of those in it if `deep`; each once, in their order. */
export async function itemsOfCollection(
  em: EntityManager,
  collection: number,
  { deep, offset, limit }: { readonly deep: boolean; readonly offset: number; readonly limit: number },
): Promise<{ readonly hits: number; readonly ids: readonly number[] }> {
  const [page] = await execute<{ readonly hits: number; readonly ids: readonly number[] }>(em, ITEMS, [
    collection,
    deep,
    limit,
    offset,
  ])
  return page ?? { hits: 0, ids: [] }
}

const ITEMS = /* sql */ `
with recursive below (id, depth) as (
  select ?::integer, 0
  union
  select e.entry_id, 1 from below b
  join callsheet.collection_entry e on e.collection_id = b.id and e.kind = 'collection'
  where ?::boolean
), items as (
  select e.entry_id as id, min(b.depth) as depth, min(e.position) as position
  from below b join callsheet.collection_entry e on e.collection_id = b.id and e.kind = 'item'
  group by e.entry_id
)
select (select count(*)::integer from items) as hits,
  array(select id from items order by depth, position, id limit ? offset ?) as ids`

/** Changes the metadata in the transaction. Locks the collection. Undefined if it is gone. */
export async function changeCollectionMetadata(
  tx: EntityManager,
  id: number,
  wanted: MetadataDocument,
  user: string,
): Promise<CollectionRow | undefined> {
  const lock = `select ${COLUMNS}, callsheet.now()::text as at from callsheet.collection where id = ? for update`
  const [before] = await execute<CollectionRow & { readonly at: string }>(tx, lock, [id])
  if (!before) return undefined
  const change = Math.max(0, ...before.revision) + 1
  const by = { id: change, of: `collection/${siteId(id)}`, user, at: new Date(before.at) }
  const metadata = mergedMetadata(before.metadata, wanted, by)
  const revision = [...new Set([...changesIn(metadata), change])]
  const write = 'update callsheet.collection set metadata = ?::jsonb, revision = ?::integer[] where id = ?'
  await execute(tx, write, [JSON.stringify(metadata), revision, id])
  return { ...before, metadata, revision }
}
