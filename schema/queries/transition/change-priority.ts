/** Changes the priority of a job. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { executeTogether } from '../../sql/execute.ts'
import { PRIORITIES, type Priority, rankOf } from '../../states.ts'

/**
 * Changes the priority of a job and of its steps, from which the queue reads it. The priority of a final job
 * is stored too. Adds a history row if the priority differs. Locks the job, then its steps, like every change
 * of a job. The lock is a separate statement, so that the time of this change is not before that of the
 * change it waited for. Requires a transaction. False for an unknown job. The task groups, which depend on
 * the priority, are updated in steps/engine/admission/queue-rules.ts.
 */
export async function changePriority(
  em: EntityManager,
  jobId: number,
  priority: Priority,
  user: string,
): Promise<boolean> {
  const rank = rankOf(priority)
  const [, rows = []] = await executeTogether(em, [
    [LOCK, [jobId]],
    [CHANGE_PRIORITY, [jobId, rank, rank, jobId, rank, user, NAMES, rank]],
  ])
  return rows.length > 0
}

const NAMES = JSON.stringify(PRIORITIES)

const LOCK = /* sql */ `select from callsheet.job where id = ? for update`

const CHANGE_PRIORITY = /* sql */ `
with before as materialized (
  select id, priority from callsheet.job where id = ?
), job as (
  update callsheet.job j set priority = ? from before b where j.id = b.id returning j.id
), steps as (
  update callsheet.step set priority = ? where job_id = ?
), history as (
  insert into callsheet.history (job_id, event, was, became, by_user)
  select b.id, 'priority-changed', names->>(b.priority - 1), names->>(?::integer - 1), ?
  from before b, (select ?::jsonb as names) n
  where b.priority <> ?
)
select id from job`
