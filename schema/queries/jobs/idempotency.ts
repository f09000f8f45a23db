/** Idempotency keys: the jobs that earlier requests created or changed. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute, type Statement } from '../../sql/execute.ts'
import type { Once } from './create-job.ts'

/**
 * The job that a request of this user with this key created, and the fingerprint of that request. Locks
 * nothing.
 */
export async function findEarlierRequest(
  em: EntityManager,
  user: string,
  key: string,
): Promise<{ readonly jobId: number; readonly fingerprint: string } | undefined> {
  const [row] = await em.execute<{ readonly jobId: number; readonly fingerprint: string }[]>(MADE, [
    user,
    key,
  ])
  return row
}

const MADE = /* sql */ `
select job_id as "jobId", fingerprint from callsheet.idempotency where user_name = ? and key = ?`

/**
 * The key under which a bulk request records one job. Keys of clients contain no space, so these cannot
 * collide with them: `key` is the request, `key last` the last job it may change, and `key 12` job 12, with
 * the new job if one was created.
 */
export function keyOfOne({ key, fingerprint }: Once, id: number): Once {
  return { key: `${key} ${id}`, fingerprint }
}

/**
 * Records that a bulk request has begun, and the last job it may change. Does nothing if it had begun before.
 */
export async function beginBulk(em: EntityManager, user: string, once: Once, upTo: number): Promise<void> {
  await em.execute(BEGIN_BULK, [user, once.key, once.fingerprint, upTo])
}

const BEGIN_BULK = /* sql */ `
with begun as (
  insert into callsheet.idempotency (user_name, key, fingerprint, job_id) values (?, ?, ?, 0)
  on conflict do nothing
  returning user_name, key, fingerprint
)
insert into callsheet.idempotency (user_name, key, fingerprint, job_id)
select user_name, key || ' last', fingerprint, ?::integer from begun`

/** Records the jobs that a bulk request has changed. */
export async function noteChanged(
  em: EntityManager,
  user: string,
  once: Once,
  ids: readonly number[],
): Promise<void> {
  if (ids.length > 0) await execute(em, ...notingChanged(user, once, ids))
}

/** The statement that records them. */
export function notingChanged(user: string, once: Once, ids: readonly number[]): Statement {
  return [NOTE_CHANGED, [user, once.key, once.fingerprint, JSON.stringify(ids)]]
}

const NOTE_CHANGED = /* sql */ `
insert into callsheet.idempotency (user_name, key, fingerprint, job_id)
select ?, ?::text || ' ' || id, ?, id::integer from jsonb_array_elements_text(?::jsonb) as id
on conflict do nothing`

/**
 * Reads the progress of the bulk request with this key; its fingerprint even if it is not one. Locks nothing.
 */
export async function readBulk(em: EntityManager, user: string, key: string): Promise<Bulk> {
  const rows = await em.execute<{ about: string; fingerprint: string; job_id: number }[]>(READ_BULK, [
    ...[key, user],
    ...[key, key],
  ])
  const of = (name: string) => rows.find(({ about }) => about === name)
  return {
    fingerprint: of('')?.fingerprint,
    upTo: of('last')?.job_id ?? 0,
    changed: rows
      .filter(({ about }) => /^\d+$/.test(about))
      .map(({ about, job_id: newId }) => ({
        id: Number(about),
        newId: newId === Number(about) ? undefined : newId,
      })),
  }
}

export interface Bulk {
  readonly fingerprint: string | undefined
  readonly upTo: number
  readonly changed: readonly { readonly id: number; readonly newId: number | undefined }[]
}

const READ_BULK = /* sql */ `
select substr(key, length(?::text) + 2) as about, fingerprint, job_id
from callsheet.idempotency
where user_name = ? and (key = ? or starts_with(key, ?::text || ' '))`

/** Deletes keys that are older than a day. Relies on the index `idempotency_at`. */
export async function forgetKeys(em: EntityManager): Promise<void> {
  await em.execute(`delete from callsheet.idempotency where at < callsheet.now() - interval '24 hours'`)
}
