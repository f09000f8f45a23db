/** Keeps uploads in chunks: which bytes have come, and the file that they become. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { type ByteSpan, withSpan } from '../../../shapes/byte-spans.ts'
import { execute } from '../../../sql/execute.ts'
import type { WritableStorage } from '../storages.ts'

export interface UploadRow {
  readonly id: string
  readonly user: string
  /** Bytes, when it is whole. */
  readonly size: number
  readonly ranges: readonly ByteSpan[]
  /** URI of the partial file. */
  readonly path: string
  readonly request: UploadRequest
}

export interface UploadRequest {
  /** The operation that it is for. */
  readonly for: string
  readonly storage: WritableStorage
  /** From 1 to 1000, as the client said. */
  readonly priority?: number
  /** The name that the client gave it. */
  readonly name?: string
  /** The file that it has become. */
  readonly fileId?: number
}

/** The upload with this id, begun now unless it was before: by this or another server. */
export async function beginUpload(em: EntityManager, upload: Omit<UploadRow, 'ranges'>): Promise<UploadRow> {
  const { id, user, size, path, request } = upload
  await execute(em, BEGIN_UPLOAD, [id, user, size, path, JSON.stringify(request)])
  const known = await findUpload(em, id)
  if (!known) throw new Error(`the upload ${id} was dropped while it began`)
  return known
}

const BEGIN_UPLOAD = /* sql */ `
insert into callsheet.transfer (id, user_name, size, path, request) values (?, ?, ?::bigint, ?, ?::jsonb)
on conflict (id) do update set touched = callsheet.now()`

export async function findUpload(em: EntityManager, id: string): Promise<UploadRow | undefined> {
  const [row] = await execute<UploadRow>(em, `${READ_UPLOADS} where id = ?`, [id])
  return row && { ...row, size: Number(row.size) }
}

/** Those of a user, or of all; the oldest first. */
export async function listUploads(em: EntityManager, user?: string): Promise<readonly UploadRow[]> {
  const list = `${READ_UPLOADS} where user_name = coalesce(?::text, user_name) order by touched, id`
  const rows = await execute<UploadRow>(em, list, [user ?? null])
  return rows.map((row) => ({ ...row, size: Number(row.size) }))
}

const READ_UPLOADS = 'select id, user_name as "user", size, ranges, path, request from callsheet.transfer'

/** Records that bytes have come, in the transaction; returns all that have. Locks the upload. */
export async function addToUpload(
  tx: EntityManager,
  id: string,
  span: ByteSpan,
): Promise<readonly ByteSpan[] | undefined> {
  const lock = 'select ranges from callsheet.transfer where id = ? for update'
  const [row] = await execute<{ readonly ranges: readonly ByteSpan[] }>(tx, lock, [id])
  if (!row) return undefined
  const ranges = withSpan(row.ranges, span)
  const write = 'update callsheet.transfer set ranges = ?::jsonb, touched = callsheet.now() where id = ?'
  await execute(tx, write, [JSON.stringify(ranges), id])
  return ranges
}

/**
 * The file that an upload has become, if it has. Locks it until the end of the transaction, so that only one
 * of two servers makes a file of it.
 */
export async function lockUpload(tx: EntityManager, id: string): Promise<number | undefined> {
  const lock = `select request from callsheet.transfer where id = ? for update`
  const [row] = await execute<{ readonly request: UploadRequest }>(tx, lock, [id])
  return row?.request.fileId
}

export async function endUpload(tx: EntityManager, id: string, fileId: number): Promise<void> {
  const end = `update callsheet.transfer
    set request = request || jsonb_build_object('fileId', ?::integer), touched = callsheet.now() where id = ?`
  await execute(tx, end, [fileId, id])
}

/** Forgets uploads that nothing was added to for so long (s). Returns the URIs of their partial files. */
export async function dropUploads(em: EntityManager, idleS: number): Promise<readonly string[]> {
  const drop = `delete from callsheet.transfer where touched < callsheet.now() - make_interval(secs => ?::integer) returning path`
  return (await execute<{ readonly path: string }>(em, drop, [idleS])).map(({ path }) => path)
}

/** The first job that a file was brought by. Index: `metadata_value`. */
export async function jobOfFile(em: EntityManager, fileId: string): Promise<number | undefined> {
  const find = `select job_id as id from callsheet.metadata where key = 'fileId' and left(value, 200) = ? order by job_id limit 1`
  const [row] = await execute<{ readonly id: number }>(em, find, [fileId])
  return row?.id
}

/** What a file that has just been written contains. */
export async function recordContent(
  tx: EntityManager,
  id: number,
  {
    bytes,
    sha1,
    state = 'CLOSED',
  }: { readonly bytes: number; readonly sha1: string | undefined; readonly state?: string },
): Promise<void> {
  await execute(tx, RECORD_CONTENT, [bytes, sha1 ?? null, state, id])
}

const RECORD_CONTENT = /* sql */ `
update callsheet.file
set size = ?::bigint, sha1 = ?::text, state = ?::text, sha256 = null, media = null, modified = null, checked = callsheet.now(),
  changed = callsheet.now()
where id = ?`
