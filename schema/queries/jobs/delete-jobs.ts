/** Deletes jobs. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { retryConflicts } from '../../sql/conflict.ts'
import { execute } from '../../sql/execute.ts'
import type { JobState } from '../../states.ts'

/** Why no job was deleted: the first job that prevented it. */
export type NotDeleted =
  | { readonly refused: 'unknown'; readonly id: number }
  | { readonly refused: 'running'; readonly id: number; readonly state: JobState }

/**
 * Deletes jobs and everything that belongs to them in one transaction. Deletes none if one is unknown or has
 * not ended. Locks the jobs in the order of their ids, and retries after conflicts.
 */
export async function deleteJobs(em: EntityManager, ids: readonly number[]): Promise<NotDeleted | undefined> {
  return retryConflicts(() => em.transactional((inside) => deleteIn(inside, ids)))
}

async function deleteIn(em: EntityManager, ids: readonly number[]): Promise<NotDeleted | undefined> {
  const found = await execute<{ id: number; state: JobState; final: boolean }>(em, FIND, [
    JSON.stringify(ids),
  ])
  const byId = new Map(found.map((job) => [job.id, job] as const))
  const unknown = ids.find((id) => !byId.has(id))
  if (unknown !== undefined) return { refused: 'unknown', id: unknown }
  const running = found.find(({ final }) => !final)
  if (running) return { refused: 'running', id: running.id, state: running.state }
  await execute(em, DELETE, [JSON.stringify(ids)])
  return undefined
}

// Lock order: by id, so that two deletions of the same jobs cannot deadlock.
const FIND = /* sql */ `
select id, state, finished is not null as final
from callsheet.job
where id in (select jsonb_array_elements_text(?::jsonb)::integer)
order by id
for update`

/** Parts of a statement that delete everything that belongs to the jobs in `doomed`. */
export const PARTS_OF_DOOMED = /* sql */ `attempts as (
  delete from callsheet.attempt where job_id in (select id from doomed)
), progress as (
  delete from callsheet.progress where job_id in (select id from doomed)
), lines as (
  delete from callsheet.log_line where job_id in (select id from doomed)
), waits as (
  delete from callsheet.waiting_step where job_id in (select id from doomed)
), steps as (
  delete from callsheet.step where job_id in (select id from doomed)
), metadata as (
  delete from callsheet.metadata where job_id in (select id from doomed)
), history as (
  delete from callsheet.history where job_id in (select id from doomed)
)`

const DELETE = /* sql */ `
with doomed as materialized (
  select jsonb_array_elements_text(?::jsonb)::integer as id
), ${PARTS_OF_DOOMED}
delete from callsheet.job where id in (select id from doomed)`
