/** Searches shapes and files by their metadata (wire-media.md §2.6). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

/** A key of the metadata, and the values that it may have; `*` stands for anything. */
export interface KeyWanted {
  /** Undefined: any key. */
  readonly key?: string
  readonly values: readonly string[]
}

export interface PartsWanted {
  /** All must apply. */
  readonly keys: readonly KeyWanted[]
  readonly offset: number
  readonly limit: number
}

export interface PartsFound {
  readonly hits: number
  readonly ids: readonly number[]
}

/** The newest first. Placeholders are left out. Reads all shapes. */
export async function searchShapes(em: EntityManager, wanted: PartsWanted): Promise<PartsFound> {
  return search(
    em,
    'callsheet.shape s where s.expected is null',
    "(s.metadata || jsonb_build_object('mimeType', s.mime_types[1]))",
    wanted,
  )
}

/** The newest first, of storages and others. Reads all files. */
export async function searchFiles(em: EntityManager, wanted: PartsWanted): Promise<PartsFound> {
  return search(em, 'callsheet.file s where true', FILE_VALUES, wanted)
}

const FILE_VALUES = `(s.metadata || jsonb_strip_nulls(jsonb_build_object(
  'path', s.path, 'state', s.state, 'hash', s.sha1, 'size', s.size::text, 'storage', 'VX-' || s.storage_id)))`

async function search(
  em: EntityManager,
  from: string,
  metadata: string,
  { keys, offset, limit }: PartsWanted,
): Promise<PartsFound> {
  const conditions = keys.map(({ key, values }) => ({
    sql: `and exists (
  select from jsonb_each_text(${metadata}) as v (key, value)
  join unnest(?::text[]) as w (pattern) on lower(v.value) like lower(w.pattern)
  ${key === undefined ? '' : 'where v.key = ?'})`,
    values: [
      values.map((value) => value.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%')),
      ...(key === undefined ? [] : [key]),
    ],
  }))
  const sql = `
with matching as (select s.id from ${from} ${conditions.map((one) => one.sql).join('\n')})
select (select count(*)::integer from matching) as hits,
  array(select id from matching order by id desc limit ? offset ?) as ids`
  const [found] = await execute<PartsFound>(em, sql, [
    ...conditions.flatMap((one) => one.values),
    ...[limit, offset],
  ])
  return found ?? { hits: 0, ids: [] }
}
