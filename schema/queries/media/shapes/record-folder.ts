/** Records the files of a folder that a job has made, with one statement: there can be thousands. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

interface FileInFolder {
  readonly name: string
  /** Bytes. */
  readonly size: number
}

interface Made {
  readonly tag: string
  readonly jobId: number
  /** The file that has an id reserved for it. */
  readonly first?: { readonly name: string; readonly id: number }
}

/**
 * `folder`: a URI that ends with a slash. Returns the ids of the files by name. Throws if another transaction
 * has recorded one of them in between: the step is then run again.
 */
export async function recordFolder(
  em: EntityManager,
  folder: string,
  files: readonly FileInFolder[],
  { tag, jobId, first }: Made,
): Promise<ReadonlyMap<string, number>> {
  const listed = files.map(({ name, size }) => ({
    ...{ name, size, uri: `${folder}${encodeURIComponent(name)}` },
    id: name === first?.name ? first.id : null,
  }))
  const values = [JSON.stringify(listed), tag, jobId, folder]
  const rows = await execute<{ readonly id: number; readonly name: string }>(em, RECORD, values)
  if (rows.length !== files.length) throw new Error(`${files.length - rows.length} files were recorded twice`)
  return new Map(rows.map(({ id, name }) => [name, id]))
}

/** A scan may have found some of them already. The storage is the one with the longest root of the folder. */
const RECORD = /* sql */ `
with known as (
  select n.id, n.name, n.uri, n.size, k.tag, k.job_id, m.storage_id,
    callsheet.decoded(substr(n.uri, length(m.uri) + 1)) as path
  from jsonb_to_recordset(?::jsonb) as n (id integer, name text, uri text, size bigint)
  cross join (select ?::text as tag, ?::integer as job_id, ?::text as folder) as k
  left join lateral (
    select s.storage_id, s.uri from callsheet.storage_method s
    where s.read and starts_with(k.folder, s.uri)
    order by length(s.uri) desc, s.storage_id limit 1
  ) as m on true
), changed as (
  update callsheet.file f
  set size = n.size, tag = n.tag, job_id = n.job_id, state = 'CLOSED', checked = callsheet.now()
  from known n where f.uri = n.uri and f.storage_id is not distinct from n.storage_id
  returning f.id, n.name
), added as (
  insert into callsheet.file (id, uri, storage_id, path, size, job_id, tag, checked)
  select coalesce(n.id, nextval('callsheet.file_id_seq'))::integer, n.uri, n.storage_id, n.path, n.size, n.job_id, n.tag,
    callsheet.now()
  from known n where not exists (select from changed c where c.name = n.name)
  on conflict do nothing
  returning id, uri
)
select id, name from changed
union all
select a.id, n.name from added a join known n on n.uri = a.uri`
