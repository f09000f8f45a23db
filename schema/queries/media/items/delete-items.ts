/** Deletes items, and marks their files for deletion. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

/** Which files to keep: those of these tags, of these storages, or of both if both are given. */
export interface KeptFiles {
  /** `*`: all. */
  readonly tags: readonly string[]
  /** `*`: all. */
  readonly storages: readonly number[] | '*'
}

/**
 * Deletes the items that exist, with their shapes, metadata and places in collections, in the transaction.
 * Their files become TO_BE_DELETED, except those to keep and those that another item has. Returns the ids of
 * the items that existed. Locks the items and their files; a second call waits, and finds none.
 */
export async function deleteItems(
  tx: EntityManager,
  ids: readonly number[],
  keep: KeptFiles = { tags: [], storages: [] },
): Promise<readonly number[]> {
  const rows = await execute<{ readonly id: number }>(
    tx,
    'select id from callsheet.item where id = any (?) order by id for update',
    [ids],
  )
  const items = rows.map(({ id }) => id)
  if (!keepsAll(keep)) {
    const storages = keep.storages === '*' ? [] : keep.storages
    const all = [keep.tags.length > 0, keep.tags, storages.length > 0, storages]
    await execute(tx, MARK_FILES, [...all, items, items])
  }
  await execute(tx, FORGET, [items, items, items])
  return items
}

function keepsAll({ tags, storages }: KeptFiles): boolean {
  return tags.includes('*') || storages === '*'
}

/** Indexes: `shape_item`, `component_shape`, `component_file_file`. */
const MARK_FILES = /* sql */ `
with kept (by_tag, tags, by_storage, storages) as (
  values (?::boolean, ?::text[], ?::boolean, ?::integer[])
), files as (
  select distinct f.id, s.tags, f.storage_id
  from callsheet.shape s
  join callsheet.component c on c.shape_id = s.id
  join callsheet.component_file l on l.component_id = c.id
  join callsheet.file f on f.id = l.file_id
  where s.item_id = any (?)
)
update callsheet.file f
set state = 'TO_BE_DELETED', changed = callsheet.now()
where f.id in (select id from files)
  and not exists (
    select from files a, kept k
    where a.id = f.id and (k.by_tag or k.by_storage)
      and (not k.by_tag or a.tags && k.tags)
      and (not k.by_storage or a.storage_id = any (k.storages)))
  and not exists (
    select from callsheet.component_file l
    join callsheet.component c on c.id = l.component_id
    join callsheet.shape s on s.id = c.shape_id
    where l.file_id = f.id and s.item_id <> all (?))`

const FORGET = /* sql */ `
with entries as (
  delete from callsheet.collection_entry where kind = 'item' and entry_id = any (?)
), external_ids as (
  delete from callsheet.external_id where entity_type = 'item' and entity_id = any (?)
)
delete from callsheet.item where id = any (?)`
