/** Reads and writes shape tags that are given over the API. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface StoredTag {
  readonly name: string
  /** As JSON; null: that of the file of this name. */
  readonly document: Readonly<Record<string, unknown>> | null
  readonly deleted: boolean
  readonly metadata: readonly { readonly key: string; readonly value: string }[]
}

/** Those of these names, or all; by name. */
export async function readShapeTags(
  em: EntityManager,
  names?: readonly string[],
): Promise<readonly StoredTag[]> {
  const wanted = names ? JSON.stringify(names) : null
  return execute<StoredTag>(em, READ, [wanted, wanted])
}

/** By the primary key. */
const READ = /* sql */ `
select name, document, deleted, metadata from callsheet.shape_tag
where ?::jsonb is null or name in (select jsonb_array_elements_text(?::jsonb))
order by name`

/** Replaces the preset, or adds the tag. One statement, so that it may run twice at once. */
export async function writeShapeTag(
  em: EntityManager,
  name: string,
  document: StoredTag['document'],
): Promise<void> {
  await execute(em, WRITE, [name, document && JSON.stringify(document)])
}

const WRITE = /* sql */ `
insert into callsheet.shape_tag (name, document) values (?, ?::jsonb)
on conflict (name) do update
set document = excluded.document, deleted = false, changed = callsheet.now()`

/** `hasFile`: a file of this name would otherwise stand for it again. */
export async function removeShapeTag(em: EntityManager, name: string, hasFile: boolean): Promise<void> {
  if (hasFile) await execute(em, HIDE, [name])
  else await execute(em, 'delete from callsheet.shape_tag where name = ?', [name])
}

const HIDE = /* sql */ `
insert into callsheet.shape_tag (name, deleted) values (?, true)
on conflict (name) do update
set document = null, metadata = '[]', deleted = true, changed = callsheet.now()`

/** The tags of files are there again. Returns how many were not. */
export async function restoreShapeTags(em: EntityManager): Promise<number> {
  const rows = await execute(em, 'delete from callsheet.shape_tag where deleted returning name', [])
  return rows.length
}

/**
 * Takes keys away, or all without any named, and adds others at the end. In one statement, so that of changes
 * at once none is lost.
 */
export async function changeShapeTagMetadata(
  em: EntityManager,
  name: string,
  { gone, added = [] }: { readonly gone?: readonly string[]; readonly added?: StoredTag['metadata'] },
): Promise<void> {
  await execute(em, METADATA, [name, JSON.stringify(added), gone ?? null])
}

const METADATA = /* sql */ `
insert into callsheet.shape_tag as t (name, metadata) values (?, ?::jsonb)
on conflict (name) do update set metadata = (
  select coalesce(jsonb_agg(m.pair order by m.at), '[]')
  from jsonb_array_elements(t.metadata) with ordinality as m (pair, at), (select ?::text[] as gone) as k
  where m.pair ->> 'key' <> all (k.gone)) || excluded.metadata`
