import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** Has the unresolved problems of a type looked at again at once; of all types without one. */
export async function checkSoon(em: EntityManager, type?: string): Promise<void> {
  await execute(em, SOON, [type ?? null, type ?? null])
}

const SOON = /* sql */ `
update callsheet.problem
set next_check = callsheet.now(), checks = 0
where resolved is null and next_check is not null and (?::text is null or type = ?::text)`

/** Has one problem looked at at once, if it is of those that are looked at; false when there is no such unresolved problem. */
export async function checkNow(em: EntityManager, id: number): Promise<boolean> {
  return (await execute(em, LOOK_AT_ONCE, [id])).length > 0
}

const LOOK_AT_ONCE = /* sql */ `
update callsheet.problem
set next_check = case when next_check is not null then callsheet.now() end
where id = ? and resolved is null
returning id`

/** A waiting step for which nothing stands in the way any more. */
export interface ResolvedWait {
  readonly jobId: number
  readonly step: number
}

/** Waiting steps all of whose problems have passed, in the order in which their jobs came. Expects `problem_unsettled` and `waiting_step_passed`. */
export async function resolvedWaits(em: EntityManager): Promise<readonly ResolvedWait[]> {
  return execute<ResolvedWait>(em, RESOLVED)
}

const RESOLVED = /* sql */ `
select s.job_id as "jobId", s.number as step
from callsheet.step s
where s.state = 'WAITING'
  and s.id in (
    select w.step_id
    from callsheet.problem p
    join callsheet.waiting_step w on w.problem_id = p.id
    where p.resolved is not null and not p.settled
    union all
    select w.step_id from callsheet.waiting_step w where w.passed is not null)
  and not exists (
    select from callsheet.waiting_step w
    join callsheet.problem p on p.id = w.problem_id
    where w.step_id = s.id and w.passed is null and p.resolved is null)
order by s.priority desc, s.job_id
limit 500`

/**
 * Problems that nobody waits for any more are over, and those that are over are settled. One that a step has just begun to wait
 * for is left alone: its row may not be seen yet.
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

/** Problems that have passed are kept for a week, for who wants to know what a job waited for; longer while a step has still to go on. */
export async function forgetProblems(em: EntityManager): Promise<void> {
  await execute(em, FORGET)
}

const FORGET = /* sql */ `
delete from callsheet.problem p
where p.resolved < callsheet.now() - interval '7 days'
  and not exists (select from callsheet.waiting_step w where w.problem_id = p.id)`
