/** Takes the problems that are due for a check, and records those that have passed. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** An unresolved problem whose check is due. */
export interface DueProblem {
  readonly id: number
  readonly type: string
  readonly resource: string
  readonly requirement: string
  /** The steps that wait for it, in the order in which they will continue: by priority, then by age. */
  readonly waits: readonly WaitingStep[]
}

export interface WaitingStep {
  readonly stepId: number
  /** The need of the step. */
  readonly need: string
  /** The details of its condition. */
  readonly data: Readonly<Record<string, string>>
}

/**
 * Takes at most `limit` problems whose check is due, and schedules the next check of each: the interval
 * doubles every time, up to a minute. May run on several nodes at once: it skips locked rows, so each problem
 * goes to one node. Relies on the index `problem_next_check`.
 */
export async function dueProblems(em: EntityManager, limit: number): Promise<readonly DueProblem[]> {
  return execute<DueProblem>(em, DUE, [limit])
}

const DUE = /* sql */ `
with due as (
  update callsheet.problem p
  set checks = least(p.checks + 1, 100),
      next_check = callsheet.now() + least(2 * power(2, least(p.checks, 6)), 60) * interval '1 second'
  from (
    select id
    from callsheet.problem
    where resolved is null and next_check <= callsheet.now()
    order by next_check
    limit ?
    for update skip locked
  ) d
  where p.id = d.id
  returning p.id, p.type, p.resource, p.requirement, p.data
)
select id, type, resource, requirement, (
  select coalesce(jsonb_agg(jsonb_build_object('stepId', s.id, 'need', s.need, 'data', coalesce(w.data, due.data))
    order by s.priority desc, s.job_id, s.number), '[]')
  from callsheet.waiting_step w
  cross join lateral (
    -- The limit keeps this a lookup by the key of the job's partition.
    select s.* from callsheet.step s where s.job_id = w.job_id and s.id = w.step_id limit 1
  ) s
  where w.problem_id = due.id and w.passed is null
) as waits
from due`

/**
 * Marks a problem as passed for these steps, and as resolved once it has passed for all. `resolvedWaits`
 * finds the steps that wait for nothing else. A step that begins to wait at the same moment may continue with
 * them; it then waits again.
 */
export async function passFor(em: EntityManager, id: number, stepIds: readonly number[]): Promise<void> {
  await execute(em, PASS, [id, stepIds, id])
}

const PASS = /* sql */ `
with passed as (
  update callsheet.waiting_step
  set passed = callsheet.now()
  where problem_id = ? and step_id = any(?::integer[]) and passed is null
  returning step_id
)
update callsheet.problem p
set resolved = callsheet.now()
where p.id = ? and p.resolved is null
  and not exists (
    select from callsheet.waiting_step w
    where w.problem_id = p.id and w.passed is null and w.step_id not in (select step_id from passed))`
