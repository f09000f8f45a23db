/** Finds what is still to be moved off storages that are being emptied (wire-media.md §1.3). */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

export interface Evacuation {
  readonly storageId: number
  readonly user: string
  /** How many files a job is moving. */
  readonly moving: number
}

export async function readEvacuations(em: EntityManager): Promise<readonly Evacuation[]> {
  return execute<Evacuation>(em, READ)
}

const IS_MOVING = `exists (select from callsheet.job j where j.id = f.evacuation and j.finished is null)`

/** Index: `file_evacuation`. */
const READ = /* sql */ `
select s.id as "storageId", coalesce(s.evacuated_by, '') as "user", (
  select count(*)::integer from callsheet.file f
  where f.storage_id = s.id and f.evacuation is not null and ${IS_MOVING}) as moving
from callsheet.storage s where s.state = 'EVACUATING' order by s.id`

export interface FileToMove {
  readonly id: number
  /** Bytes. */
  readonly size: number
}

/**
 * A file without a job that moves it, and that no unfinished job works on, after that with an id. Locks it,
 * so that no second server moves it too; passes over files that are locked. A file is tried once, until the
 * evacuation is asked for again. Indexes: `file_path`, `metadata_value`.
 */
export async function nextToMove(
  tx: EntityManager,
  storageId: number,
  after: number,
): Promise<FileToMove | undefined> {
  const [file] = await execute<{ readonly id: number; readonly size: string }>(tx, NEXT, [storageId, after])
  return file && { id: file.id, size: Math.max(0, Number(file.size)) }
}

const NEXT = /* sql */ `
select f.id, f.size from callsheet.file f
join callsheet.storage s on s.id = f.storage_id and s.state = 'EVACUATING'
where f.storage_id = ? and f.id > ? and f.evacuation is null and f.state in ('CLOSED', 'NONE') and not exists (
  select from callsheet.metadata m join callsheet.job j on j.id = m.job_id and j.finished is null
  where m.key in ('fileId', 'originalFileId') and left(m.value, 200) = 'VX-' || f.id
    or m.key = 'sourceUri' and left(m.value, 200) = left(f.uri, 200) and m.value = f.uri)
order by f.id limit 1 for update of f skip locked`

export async function markMoving(tx: EntityManager, fileId: number, jobId: number): Promise<void> {
  await execute(tx, 'update callsheet.file set evacuation = ? where id = ?', [jobId, fileId])
}

/** Files whose job has ended without moving them are tried again. */
export async function tryAgain(em: EntityManager, storageId: number): Promise<void> {
  await execute(em, AGAIN, [storageId])
}

const AGAIN = /* sql */ `
update callsheet.file f set evacuation = null
where f.storage_id = ? and f.evacuation is not null and not ${IS_MOVING}`

/** A storage that has nothing left is EVACUATED. Lost files have no content to move. */
export async function endEvacuations(em: EntityManager): Promise<void> {
  await execute(em, END)
}

const END = /* sql */ `
update callsheet.storage s set state = 'EVACUATED'
where s.state = 'EVACUATING' and not exists (
  select from callsheet.file f where f.storage_id = s.id and f.state <> 'LOST')`
