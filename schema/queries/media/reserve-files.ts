/** Reserves ids for files that jobs will write, and finds the jobs that use a file. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../ids.ts'
import { uriBelow } from '../../media-uri.ts'
import { execute } from '../../sql/execute.ts'
import type { WritableStorage } from './storages.ts'

/** So many ids that no other file gets. */
export async function reserveFileIds(em: EntityManager, count: number): Promise<readonly number[]> {
  const next = `select nextval('callsheet.file_id_seq')::integer as id from generate_series(1, ?::integer)`
  return (await execute<{ readonly id: number }>(em, next, [count])).map(({ id }) => id)
}

/**
 * A file that a job is about to write: named by its id, at the root of the storage (wire-media.md §0.3).
 * `extension` begins with its dot, or is empty.
 */
export async function announceFile(
  em: EntityManager,
  { id: storageId, uri: root }: WritableStorage,
  extension: string,
): Promise<{ readonly id: number; readonly uri: string }> {
  const [id = 0] = await reserveFileIds(em, 1)
  const path = `${siteId(id)}${extension}`
  const uri = uriBelow(root, path)
  await execute(em, ANNOUNCE, [id, storageId, path, uri])
  return { id, uri }
}

const ANNOUNCE = /* sql */ `
insert into callsheet.file (id, storage_id, path, uri, size, state) values (?, ?, ?, ?, -1, 'TO_APPEAR')`

/** A file that a job is about to write at a path of a storage; undefined if the path is taken. */
export async function announceAt(
  em: EntityManager,
  { storageId, path, uri }: { readonly storageId: number; readonly path: string; readonly uri: string },
): Promise<number | undefined> {
  const [row] = await execute<{ readonly id: number }>(em, ANNOUNCE_AT, [storageId, path, uri])
  return row?.id
}

const ANNOUNCE_AT = /* sql */ `
insert into callsheet.file (storage_id, path, uri, size, state) values (?, ?, ?, -1, 'TO_APPEAR')
on conflict do nothing returning id`

/** Forgets a file that a job was to write and did not. */
export async function forgetAnnounced(em: EntityManager, id: number, uri: string): Promise<void> {
  await execute(em, `delete from callsheet.file where id = ? and uri = ? and state = 'TO_APPEAR'`, [id, uri])
}

/** The unfinished job that imports a file, or the source at a URI. */
export async function importingJob(
  em: EntityManager,
  { fileId, uri }: { readonly fileId?: number | undefined; readonly uri: string },
): Promise<number | undefined> {
  const id = fileId === undefined ? '' : siteId(fileId)
  const [row] = await execute<{ readonly id: number }>(em, IMPORTING, [id, id, uri, uri])
  return row?.id
}

const IMPORTS = `'PLACEHOLDER_IMPORT', 'RAW_IMPORT', 'AUTO_IMPORT', 'SHAPE_IMPORT', 'ESSENCE_VERSION'`

/** That no import of the file `f` is queued or runs. Index: `metadata_value`. */
export const NOT_QUEUED = /* sql */ `not exists (
  select from callsheet.metadata m join callsheet.job j on j.id = m.job_id
  where m.key = 'fileId' and left(m.value, 200) = 'VX-' || f.id and j.finished is null and j.type in (${IMPORTS}))`

/** Index: `metadata_value`. */
const IMPORTING = /* sql */ `
select j.id from callsheet.metadata m join callsheet.job j on j.id = m.job_id and j.finished is null
where (m.key = 'fileId' and left(m.value, 200) = ? and m.value = ?
    or m.key = 'sourceUri' and left(m.value, 200) = left(?, 200) and m.value = ?)
  and j.type in (${IMPORTS})
order by j.id limit 1`
