/** Records a file by its URI: on the storage that has it, or on none. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** What is known of a file now. What is undefined stays as it was. */
export interface KnownFile {
  /** The id that was reserved for it. Default: that of the file at the URI, or the next one. */
  readonly id?: number
  readonly uri: string
  /** Bytes. */
  readonly size: number
  readonly jobId?: number
  readonly sha256?: string
  readonly tag?: string
  readonly media?: unknown
}

/**
 * Records a file that is whole and returns its id. A file that is known keeps its id and what this one does
 * not say. Waits for another transaction that records the same file.
 */
export async function recordFile(em: EntityManager, file: KnownFile): Promise<number> {
  const { id, uri, size, jobId = null, sha256 = null, tag = null, media } = file
  const known = [size, jobId, sha256, tag, media === undefined ? null : JSON.stringify(media)]
  const [changed] = await execute<{ id: number }>(em, CHANGE, [...known, uri, id ?? null])
  if (changed) return changed.id
  const [row] = await execute<{ id: number }>(em, INSERT, [id ?? null, uri, ...known])
  // Another transaction has recorded it in between.
  if (!row) return recordFile(em, file)
  return row.id
}

const CHANGE = /* sql */ `
update callsheet.file f
set size = k.size, job_id = coalesce(k.job_id, f.job_id), sha256 = coalesce(k.sha256, case when k.size = f.size then f.sha256 end), tag = coalesce(k.tag, f.tag),
  media = coalesce(k.media, f.media), state = 'CLOSED', checked = callsheet.now(),
  sha1 = case when k.size = f.size and (k.sha256 is null or k.sha256 = f.sha256) then f.sha1 end
from (select ?::bigint as size, ?::integer as job_id, ?::text as sha256, ?::text as tag, ?::jsonb as media) as k
where f.id = (
  select o.id from callsheet.file o where o.uri = ?
  order by o.id is not distinct from ?::integer desc, o.storage_id nulls last, o.id limit 1)
returning f.id`

/** The storage with the longest root that the URI starts with. Expects few storages. */
const INSERT = /* sql */ `
insert into callsheet.file (id, uri, storage_id, path, size, job_id, sha256, tag, media, checked)
select coalesce(k.id, nextval('callsheet.file_id_seq'))::integer, k.uri, m.storage_id, callsheet.decoded(substr(k.uri, length(m.uri) + 1)), k.size, k.job_id, k.sha256, k.tag, k.media,
  callsheet.now()
from (select ?::integer as id, ?::text as uri, ?::bigint as size, ?::integer as job_id, ?::text as sha256, ?::text as tag,
  ?::jsonb as media) as k
left join lateral (
  select s.storage_id, s.uri
  from callsheet.storage_method s
  where s.read and starts_with(k.uri, s.uri)
  order by length(s.uri) desc, s.storage_id limit 1
) as m on true
on conflict do nothing
returning id`
