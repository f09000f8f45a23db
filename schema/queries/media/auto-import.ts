/** Keeps the rules of automatic imports, and finds the files that they are for. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import { NOT_QUEUED } from './reserve-files.ts'

export interface StoredRule {
  readonly storageId: number
  /** As it was given, without user and state. */
  readonly document: Readonly<Record<string, unknown>>
  readonly enabled: boolean
  readonly user: string
}

/** `storageId`: only that of this storage. */
export async function readRules(em: EntityManager, storageId?: number): Promise<readonly StoredRule[]> {
  return execute<StoredRule>(em, READ, [storageId ?? null, storageId ?? null])
}

const READ = /* sql */ `
select storage_id as "storageId", document, enabled, user_name as "user"
from callsheet.auto_import_rule where ?::integer is null or storage_id = ?::integer order by storage_id`

/** Files that the rule before has passed over are looked at again. */
export async function writeRule(
  em: EntityManager,
  { storageId, document, enabled, user }: StoredRule,
): Promise<void> {
  await execute(em, WRITE, [storageId, JSON.stringify(document), enabled, user])
  await execute(em, LOOK_AGAIN, [storageId])
}

const WRITE = /* sql */ `
insert into callsheet.auto_import_rule (storage_id, document, enabled, user_name) values (?, ?::jsonb, ?, ?)
on conflict (storage_id) do update
set document = excluded.document, enabled = excluded.enabled, user_name = excluded.user_name`
const LOOK_AGAIN = `update callsheet.file set auto_import = null where storage_id = ? and auto_import = 'passed'`

export async function enableRule(em: EntityManager, storageId: number, enabled: boolean): Promise<void> {
  await execute(em, 'update callsheet.auto_import_rule set enabled = ? where storage_id = ?', [
    enabled,
    storageId,
  ])
}

export async function removeRule(em: EntityManager, storageId: number): Promise<void> {
  await execute(em, 'delete from callsheet.auto_import_rule where storage_id = ?', [storageId])
}

/** A file that a rule has not been applied to. */
export interface FileToImport {
  readonly id: number
  readonly path: string
  readonly uri: string
}

const HAS_ITEM = 'exists (select from callsheet.component_file c where c.file_id = f.id)'
const IS_NEW = `f.auto_import is null and f.state = 'CLOSED'`

/**
 * The next files of a storage without an item and without a queued import, after those up to an id. Index:
 * `file_not_imported`.
 */
export async function filesToImport(
  em: EntityManager,
  storageId: number,
  { after, most }: { readonly after: number; readonly most: number },
): Promise<readonly FileToImport[]> {
  await execute(em, PASS_IMPORTED, [storageId])
  return execute<FileToImport>(em, TO_IMPORT, [storageId, after, most])
}

const PASS_IMPORTED = /* sql */ `
update callsheet.file f set auto_import = 'passed' where f.storage_id = ? and ${IS_NEW} and ${HAS_ITEM}`

const TO_IMPORT = /* sql */ `
select f.id, f.path, f.uri from callsheet.file f
where f.storage_id = ? and f.id > ? and ${IS_NEW} and not ${HAS_ITEM} and ${NOT_QUEUED}
order by f.id limit ?`

/**
 * Marks a file; false if another server has done so, or it is not to be imported any more. Waits for another
 * transaction that marks it.
 */
export async function markFile(em: EntityManager, id: number, mark: 'created' | 'passed'): Promise<boolean> {
  return (await execute(em, MARK, [mark, id])).length > 0
}

const MARK = /* sql */ `
update callsheet.file f set auto_import = ?
where f.id = ? and ${IS_NEW} and not ${HAS_ITEM} and ${NOT_QUEUED} returning f.id`

/** The item of a file on the storage with the same path, its extension aside. */
export async function itemBeside(
  em: EntityManager,
  storageId: number,
  stem: string,
): Promise<{ readonly itemId: number; readonly uri: string } | undefined> {
  const [found] = await execute<{ readonly itemId: number; readonly uri: string }>(em, BESIDE, [
    storageId,
    stem,
    stem,
  ])
  return found
}

/** Index: `file_path`, by the folder of the path. */
const BESIDE = /* sql */ `
select s.item_id as "itemId", f.uri from callsheet.file f
join callsheet.component_file c on c.file_id = f.id
join callsheet.component o on o.id = c.component_id
join callsheet.shape s on s.id = o.shape_id
where f.storage_id = ? and starts_with(f.path, ? || '.') and regexp_replace(f.path, '[.][^./]*$', '') = ?
order by s.id limit 1`
