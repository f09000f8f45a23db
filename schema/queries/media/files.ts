/** Lists the files of storages (wire-media.md §1.6). */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { FileState } from '../../media.ts'
import { execute } from '../../sql/execute.ts'
import { NOT_QUEUED } from './reserve-files.ts'

/** Which files, and which of them. */
export interface FilesWanted {
  readonly storages?: readonly number[]
  readonly ids?: readonly number[]
  /** The file itself, or everything below it; with wildcards a pattern of the whole path. */
  readonly path?: string
  /** Only the file itself and what is directly below. */
  readonly isFlat?: boolean
  readonly hasWildcards?: boolean
  readonly ignoresCase?: boolean
  readonly states?: readonly FileState[]
  readonly hashes?: readonly string[]
  /** Only files with items, or without. */
  readonly ofItems?: boolean
  /** Without files that a job is about to import. */
  readonly excludeQueued?: boolean
  /** Without files that an auto-import rule is going to import. */
  readonly excludeAutoImport?: boolean
  /** Only on storages whose importable files are to be shown. */
  readonly isShown?: boolean
  readonly sort: readonly FileOrder[]
  readonly first: number
  readonly number: number
  /** Files with larger ids only. */
  readonly afterId?: number
}

export const FILE_COLUMNS = ['fileId', 'size', 'state', 'timestamp', 'filename', 'extension'] as const
export type FileColumn = (typeof FILE_COLUMNS)[number]
export interface FileOrder {
  readonly by: FileColumn
  readonly isDescending: boolean
}

export interface FilePage {
  readonly hits: number
  readonly ids: readonly number[]
}

/** The ids of a page, in their order, and the number of all. Expects `file_path`. */
export async function listFiles(em: EntityManager, wanted: FilesWanted): Promise<FilePage> {
  const { where, values } = conditionsOf(wanted)
  const order = [...wanted.sort.map(orderOf), 'f.id'].join(', ')
  const counting = execute<{ hits: string }>(
    em,
    `select count(*) as hits from callsheet.file f where ${where}`,
    values,
  )
  const [count] = await counting
  if (wanted.number === 0) return { hits: Number(count?.hits ?? 0), ids: [] }
  const page = `select f.id from callsheet.file f where ${where} order by ${order} limit ? offset ?`
  const rows = await execute<{ id: number }>(em, page, [...values, wanted.number, wanted.first])
  return { hits: Number(count?.hits ?? 0), ids: rows.map(({ id }) => id) }
}

const COLUMN: Readonly<Record<FileColumn, string>> = {
  fileId: 'f.id',
  size: 'f.size',
  state: 'f.state',
  timestamp: 'f.checked',
  filename: `substring(f.path from '[^/]*$')`,
  extension: `substring(f.path from '[.]([^./]*)$')`,
}

function orderOf({ by, isDescending }: FileOrder): string {
  return `${COLUMN[by]} ${isDescending ? 'desc' : 'asc'}`
}

type Condition = readonly [sql: string, ...values: readonly unknown[]]

function conditionsOf(wanted: FilesWanted): { readonly where: string; readonly values: readonly unknown[] } {
  const { storages, ids, states, hashes, ofItems, afterId } = wanted
  const conditions: readonly Condition[] = [
    ['f.storage_id is not null'],
    ...(storages ? [oneOfIds('f.storage_id', storages)] : []),
    ...(ids ? [oneOfIds('f.id', ids)] : []),
    ...pathCondition(wanted),
    ...(states ? [oneOfTexts('f.state', states)] : []),
    ...(hashes ? [oneOfTexts('f.sha1', hashes)] : []),
    ...(ofItems === undefined ? [] : [[`${ofItems ? '' : 'not '}${HAS_ITEM}`] as const]),
    ...(wanted.excludeQueued ? [[NOT_QUEUED] as const] : []),
    ...(wanted.excludeAutoImport ? [[`not ${HAS_RULE}`] as const] : []),
    ...(wanted.isShown ? [[SHOWN] as const] : []),
    ...(afterId === undefined ? [] : [['f.id > ?', afterId] as const]),
  ]
  return {
    where: conditions.map(([sql]) => sql).join(' and '),
    values: conditions.flatMap(([, ...values]) => values),
  }
}

const HAS_ITEM = 'exists (select from callsheet.component_file c where c.file_id = f.id)'

/** A rule looks at each file once. */
const HAS_RULE = `exists (
  select from callsheet.auto_import_rule r
  where r.storage_id = f.storage_id and r.enabled and f.auto_import is null)`

const SHOWN = `exists (
  select from callsheet.storage s
  where s.id = f.storage_id and coalesce(s.document ->> 'showImportables', 'true') <> 'false')`

function oneOfIds(column: string, ids: readonly number[]): Condition {
  return [`${column} = any (array(select jsonb_array_elements_text(?::jsonb)::integer))`, JSON.stringify(ids)]
}

function oneOfTexts(column: string, texts: readonly string[]): Condition {
  return [`${column} = any (array(select jsonb_array_elements_text(?::jsonb)))`, JSON.stringify(texts)]
}

/** A path without wildcards is a file, or a folder with everything below it. */
function pathCondition({ path = '', isFlat, hasWildcards, ignoresCase }: FilesWanted): readonly Condition[] {
  const [column, like] = ignoresCase ? ['lower(f.path)', 'lower(?)'] : ['f.path', '?']
  if (hasWildcards && path !== '') return [[`${column} like ${like}`, likeOf(path)]]
  const folder = path === '' ? '' : `${path}/`
  const depth = folder.split('/').length - 1
  const flat: readonly Condition[] = isFlat
    ? [[`length(f.path) - length(replace(f.path, '/', '')) <= ?`, depth]]
    : []
  if (path === '') return flat
  return [[`(${column} = ${like} or starts_with(${column}, ${like}))`, path, folder], ...flat]
}

/** `*` and `?` as in file names. Pure. */
function likeOf(pattern: string): string {
  return pattern
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')
}

/** The folders directly below a folder, of one storage or of all. */
export async function listPrefixes(
  em: EntityManager,
  { storages, path = '', first, number }: Pick<FilesWanted, 'storages' | 'path' | 'first' | 'number'>,
): Promise<readonly string[]> {
  const folder = path === '' ? '' : `${path}/`
  const { where, values } = conditionsOf({ ...(storages && { storages }), sort: [], first, number })
  const rows = await execute<{ prefix: string }>(
    em,
    `select distinct ? || split_part(substr(f.path, length(?) + 1), '/', 1) as prefix
     from callsheet.file f
     where ${where} and starts_with(f.path, ?) and strpos(substr(f.path, length(?) + 1), '/') > 0
     order by 1 limit ? offset ?`,
    [folder, folder, ...values, folder, folder, number, first],
  )
  return rows.map(({ prefix }) => prefix)
}

/** Undefined if there is no such file. */
export async function stateOfFile(em: EntityManager, id: number): Promise<FileState | undefined> {
  const read = 'select state from callsheet.file where id = ?'
  const [row] = await execute<{ readonly state: FileState }>(em, read, [id])
  return row?.state
}

/** Below the root of its storage; the URI of a file on none. */
export async function pathOfFile(em: EntityManager, id: number): Promise<string | undefined> {
  const read = 'select coalesce(path, uri) as path from callsheet.file where id = ?'
  const [row] = await execute<{ readonly path: string }>(em, read, [id])
  return row?.path
}
