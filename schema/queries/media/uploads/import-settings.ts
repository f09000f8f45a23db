/** Keeps the settings of imports. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

interface SettingsRow {
  readonly id: number
  readonly document: object
}

/** All, or only this one. */
export async function readImportSettings(em: EntityManager, id?: number): Promise<readonly SettingsRow[]> {
  const read = `select id, document from callsheet.import_settings where id = coalesce(?::integer, id) order by id`
  return execute<SettingsRow>(em, read, [id ?? null])
}

export async function createImportSettings(em: EntityManager, document: object): Promise<number> {
  const create = 'insert into callsheet.import_settings (document) values (?::jsonb) returning id'
  const [row] = await execute<{ readonly id: number }>(em, create, [JSON.stringify(document)])
  if (!row) throw new Error('the insert of the settings returned no row')
  return row.id
}

/** Returns whether there were such settings. */
export async function changeImportSettings(
  em: EntityManager,
  id: number,
  document: object,
): Promise<boolean> {
  const change = 'update callsheet.import_settings set document = ?::jsonb where id = ? returning id'
  return (await execute(em, change, [JSON.stringify(document), id])).length > 0
}

/** Returns whether there were such settings. */
export async function removeImportSettings(em: EntityManager, id: number): Promise<boolean> {
  const remove = 'delete from callsheet.import_settings where id = ? returning id'
  return (await execute(em, remove, [id])).length > 0
}
