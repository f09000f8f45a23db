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
 * Records a file that is whole and returns its id. A file that is known, by its URI or by its path on the
 * storage, keeps its id and what this one does not say. Waits for another transaction that records the same
 * file.
 */
export async function recordFile(em: EntityManager, file: KnownFile): Promise<number> {
  const { id = null, uri, size, jobId = null, sha256 = null, tag = null, media } = file
  const values = [id, uri, size, jobId, sha256, tag, media === undefined ? null : JSON.stringify(media)]
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const [changed] = await execute<{ id: number }>(em, CHANGE, values)
    if (changed) return changed.id
    const [added] = await execute<{ id: number }>(em, INSERT, values)
    if (added) return added.id
    // Another transaction has recorded it in between.
  }
  throw new Error(`the file ${uri} can be neither changed nor added`)
}

const MOST_TRIES = 5

/** The file, and where it is: on the storage with the longest root that its URI starts with. */
const KNOWN = /* sql */ `
(select ?::integer as id, ?::text as uri, ?::bigint as size, ?::integer as job_id, ?::text as sha256, ?::text as tag,
  ?::jsonb as media) as k
left join lateral (
  select s.storage_id, callsheet.decoded(substr(k.uri, length(s.uri) + 1)) as path
  from callsheet.storage_method s
  where s.read and starts_with(k.uri, s.uri)
  order by length(s.uri) desc, s.storage_id limit 1
) as m on true`

/** One branch for each index. */
const CHANGE = /* sql */ `
update callsheet.file f
set size = k.size, job_id = coalesce(k.job_id, f.job_id), sha256 = coalesce(k.sha256, case when k.size = f.size then f.sha256 end), tag = coalesce(k.tag, f.tag),
  media = coalesce(k.media, f.media), state = 'CLOSED', checked = callsheet.now(),
  sha1 = case when k.size = f.size and (k.sha256 is null or k.sha256 = f.sha256) then f.sha1 end
from ${KNOWN}
where f.id = (
  select o.id from (
    select id, uri, storage_id from callsheet.file where uri = k.uri and storage_id is null
    union all
    select id, uri, storage_id from callsheet.file where uri = k.uri and storage_id is not null
    union all
    select id, uri, storage_id from callsheet.file where storage_id = m.storage_id and path = m.path
  ) as o
  order by o.id is not distinct from k.id desc, o.uri = k.uri desc, o.storage_id nulls last, o.id limit 1)
returning f.id`

const INSERT = /* sql */ `
insert into callsheet.file (id, uri, storage_id, path, size, job_id, sha256, tag, media, checked)
select coalesce(k.id, nextval('callsheet.file_id_seq'))::integer, k.uri, m.storage_id, m.path, k.size, k.job_id, k.sha256, k.tag, k.media,
  callsheet.now()
from ${KNOWN}
on conflict do nothing
returning id`
