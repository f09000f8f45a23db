/** Reserves ids for files that jobs will write, and finds the jobs that use a file. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../ids.ts'
import type { FileState, KeyValues } from '../../media.ts'
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
 * `extension` begins with its dot, or is empty. An id whose name is taken, in a folder that another site has
 * used for example, is passed over.
 */
export async function announceFile(
  em: EntityManager,
  { id: storageId, uri: root }: WritableStorage,
  extension: string,
): Promise<{ readonly id: number; readonly uri: string }> {
  for (;;) {
    const [id = 0] = await reserveFileIds(em, 1)
    const path = `${siteId(id)}${extension}`
    const uri = uriBelow(root, path)
    const added = await addFile(em, { id, storageId, path, uri, size: -1, state: 'TO_APPEAR' })
    if (added !== undefined) return { id, uri }
  }
}

/** A file that a job is about to write at a path of a storage; undefined if the path is taken. */
export function announceAt(
  em: EntityManager,
  place: { readonly storageId: number; readonly path: string; readonly uri: string },
): Promise<number | undefined> {
  return addFile(em, { ...place, size: -1, state: 'TO_APPEAR' })
}

/** A file of a storage that is registered for the first time. */
export interface AddedFile {
  /** Default: the next one. */
  readonly id?: number
  readonly storageId: number
  readonly path: string
  readonly uri: string
  /** Bytes; -1: unknown. */
  readonly size: number
  readonly state: FileState
  readonly metadata?: KeyValues
  readonly sha1?: string | null
}

/**
 * Registers a file and returns its id; undefined if its path is taken. Waits for another transaction that
 * registers the same path.
 */
export async function addFile(em: EntityManager, file: AddedFile): Promise<number | undefined> {
  const { id = null, storageId, path, uri, size, state, metadata = {}, sha1 = null } = file
  const values = [id, storageId, path, uri, size, state, JSON.stringify(metadata), sha1]
  const [row] = await execute<{ readonly id: number }>(em, ADD, values)
  return row?.id
}

/** The next id is only taken for a path that is free, as far as this statement sees. */
const ADD = /* sql */ `
insert into callsheet.file (id, storage_id, path, uri, size, state, metadata, sha1)
select coalesce(k.id, nextval('callsheet.file_id_seq'))::integer, k.storage_id, k.path, k.uri, k.size, k.state, k.metadata, k.sha1
from (select ?::integer as id, ?::integer as storage_id, ?::text as path, ?::text as uri, ?::bigint as size,
  ?::text as state, ?::jsonb as metadata, ?::text as sha1) as k
where not exists (select from callsheet.file f where f.storage_id = k.storage_id and f.path = k.path)
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
