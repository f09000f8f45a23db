/** Schedules checks of problems, finds the steps that may continue, and deletes old problems. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/**
 * Makes the unresolved problems of a type, or of all types, due for a check now, and resets their intervals.
 */
export async function checkSoon(em: EntityManager, type?: string): Promise<void> {
  await execute(em, CHECK_SOON, [type ?? null, type ?? null])
}

const CHECK_SOON = /* sql */ `
update callsheet.problem
set next_check = callsheet.now(), checks = 0
where resolved is null and next_check is not null and (?::text is null or type = ?::text)`

/**
 * Makes a problem due for a check now, if it is checked at all; false if there is no such unresolved problem.
 */
export async function checkNow(em: EntityManager, id: number): Promise<boolean> {
  return (await execute(em, CHECK_NOW, [id])).length > 0
}

const CHECK_NOW = /* sql */ `
update callsheet.problem
set next_check = case when next_check is not null then callsheet.now() end
where id = ? and resolved is null
returning id`

/** A waiting step whose conditions have all passed. */
export interface ResolvedWait {
  readonly jobId: number
  readonly step: number
}

/**
 * The waiting steps whose problems have all passed, by priority and age of their jobs; at most 500. Locks
 * nothing. Relies on the indexes `problem_unsettled` and `waiting_step_passed`.
 */
export async function resolvedWaits(em: EntityManager): Promise<readonly ResolvedWait[]> {
  return execute<ResolvedWait>(em, RESOLVED, [MOST_WAITS])
}

/** A value, so that PostgreSQL plans the statement once: planning opens every partition of steps. */
const MOST_WAITS = 500

const RESOLVED = /* sql */ `
select s.job_id as "jobId", s.number as step
from callsheet.step s
where s.state = 'WAITING'
  and (s.job_id, s.id) in (
    select w.job_id, w.step_id
    from callsheet.problem p
    join callsheet.waiting_step w on w.problem_id = p.id
    where p.resolved is not null and not p.settled
    union all
    select w.job_id, w.step_id from callsheet.waiting_step w where w.passed is not null)
  and not exists (
    select from callsheet.waiting_step w
    join callsheet.problem p on p.id = w.problem_id
    where w.step_id = s.id and w.passed is null and p.resolved is null)
order by s.priority desc, s.job_id
limit ?`

/**
 * Resolves the problems that no step waits for any more, and settles the resolved ones. Skips problems that
 * were touched in the last 5 s, because the row of a step that has just begun to wait may not be visible yet.
 */
export async function dropUnwanted(em: EntityManager): Promise<void> {
  await execute(em, UNWANTED)
  await execute(em, SETTLE)
}

const UNWANTED = /* sql */ `
update callsheet.problem p
set resolved = callsheet.now()
where p.resolved is null and p.touched < callsheet.now() - interval '5 seconds'
  and not exists (select from callsheet.waiting_step w where w.problem_id = p.id)`

const SETTLE = /* sql */ `
update callsheet.problem p
set settled = true
where p.resolved is not null and not p.settled
  and not exists (select from callsheet.waiting_step w where w.problem_id = p.id)`

/** Deletes problems a week after they were resolved; until then they show what a job waited for. */
export async function forgetProblems(em: EntityManager): Promise<void> {
  await execute(em, FORGET)
}

const FORGET = /* sql */ `
delete from callsheet.problem p
where p.resolved < callsheet.now() - interval '7 days'
  and not exists (select from callsheet.waiting_step w where w.problem_id = p.id)`
