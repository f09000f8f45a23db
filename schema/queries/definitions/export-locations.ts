/** Reads and writes the places that exports can name. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface StoredLocation {
  readonly name: string
  /** As JSON, without the name. */
  readonly document: Readonly<Record<string, unknown>>
}

/** All, or that with a name; by name. Index: the primary key. */
export async function readExportLocations(
  em: EntityManager,
  name?: string,
): Promise<readonly StoredLocation[]> {
  return execute<StoredLocation>(em, READ, [name ?? null, name ?? null])
}

const READ = /* sql */ `
select name, document from callsheet.export_location where ?::text is null or name = ?::text order by name`

export async function writeExportLocation(
  em: EntityManager,
  { name, document }: StoredLocation,
): Promise<void> {
  await execute(em, WRITE, [name, JSON.stringify(document)])
}

const WRITE = /* sql */ `
insert into callsheet.export_location (name, document) values (?, ?::jsonb)
on conflict (name) do update set document = excluded.document, changed = callsheet.now()`

/** Whether there was one. */
export async function removeExportLocation(em: EntityManager, name: string): Promise<boolean> {
  const remove = 'delete from callsheet.export_location where name = ? returning name'
  return (await execute(em, remove, [name])).length > 0
}
