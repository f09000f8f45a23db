/** Lists storages with their use, and finds the one that a new file goes to. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** What the known files of a storage take. */
export interface FilesOnStorage {
  readonly storageId: number
  readonly bytes: number
  readonly files: number
}

/** Expects the index `file_path`. */
export async function storageUse(
  em: EntityManager,
  ids: readonly number[],
): Promise<readonly FilesOnStorage[]> {
  const rows = await execute<{ storageId: number; bytes: string; files: string }>(em, USE, [
    JSON.stringify(ids),
  ])
  return rows.map(({ storageId, bytes, files }) => ({
    storageId,
    bytes: Number(bytes),
    files: Number(files),
  }))
}

const USE = /* sql */ `
select storage_id as "storageId", coalesce(sum(greatest(size, 0)) filter (where state <> 'LOST'), 0) as bytes,
  count(*) as files
from callsheet.file
where storage_id = any (array(select jsonb_array_elements_text(?::jsonb)::integer))
group by storage_id`

/** Where a new file goes. */
export interface WritableStorage {
  readonly id: number
  /** Of the method to write by; ends with a slash. */
  readonly uri: string
}

/**
 * The storage with most room that takes new files of a size (bytes) by a `file:` method: LOCAL, in use, and
 * below its high watermark. `wanted`: only this one, whatever its type.
 */
export async function storageFor(
  em: EntityManager,
  { wanted, bytes = 0 }: { readonly wanted?: number | undefined; readonly bytes?: number },
): Promise<WritableStorage | undefined> {
  const [found] = await execute<WritableStorage>(em, FOR, [wanted ?? null, bytes])
  return found
}

const FOR = /* sql */ `
select s.id, m.uri
from (select ?::integer as wanted, ?::bigint as bytes) as k
join callsheet.storage s on s.id = k.wanted
  or (k.wanted is null and s.type = 'LOCAL' and s.state in ('NONE', 'READY'))
cross join lateral (
  select uri from callsheet.storage_method m
  where m.storage_id = s.id and m.write and starts_with(m.uri, 'file:')
  order by m.id limit 1
) as m
cross join lateral (
  select coalesce(case when s.auto_detect then s.free end, s.capacity - coalesce((
    select sum(greatest(f.size, 0)) from callsheet.file f where f.storage_id = s.id and f.state <> 'LOST'), 0)) as room,
    coalesce(s.capacity * (100 - (s.document ->> 'highWatermarkPercentage')::numeric) / 100, 0) as reserve
) as r
where k.wanted is not null or r.room is null or r.room - r.reserve >= k.bytes
order by array_position(array['HIGHEST', 'HIGH', 'MEDIUM', 'LOW', 'LOWEST'], coalesce(s.document ->> 'priority', 'MEDIUM')) nulls last,
  r.room desc nulls first, s.id
limit 1`

/** Until the end of the transaction: only one at a time changes its methods. */
export async function lockStorage(tx: EntityManager, id: number): Promise<void> {
  await execute(tx, 'select from callsheet.storage where id = ? for update', [id])
}
