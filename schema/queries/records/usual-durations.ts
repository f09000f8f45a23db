/** Reads how long jobs of a type, and their steps, usually take. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/**
 * The mean run time of the last 20 successful jobs of a type, from the start of the first step, s; undefined
 * if there are none. Relies on the index `job_type`.
 */
export async function usualDuration(em: EntityManager, type: string): Promise<number | undefined> {
  const [row] = await execute<{ readonly seconds: number | null }>(em, USUAL, [type])
  return row?.seconds ?? undefined
}

const USUAL = /* sql */ `
select avg(extract(epoch from finished - run_started))::float8 as seconds
from (
  select finished, run_started
  from callsheet.job
  where type = ? and state in ('FINISHED', 'FINISHED_WARNING') and run_started is not null and finished is not null
  order by id desc
  limit 20
) last`

/**
 * The mean run time of each step in the last 20 successful jobs of a type, s, by the number of the step.
 * Steps that ran in none of them are absent. Relies on the indexes `job_type` and `attempt_job`.
 */
export async function usualStepDurations(
  em: EntityManager,
  type: string,
): Promise<ReadonlyMap<number, number>> {
  const rows = await execute<{ readonly number: number; readonly seconds: number }>(em, USUAL_STEPS, [type])
  return new Map(rows.map(({ number, seconds }) => [number, seconds]))
}

const USUAL_STEPS = /* sql */ `
select s.number, avg(extract(epoch from a.changed - a.started))::float8 as seconds
from (
  select id
  from callsheet.job
  where type = ? and state in ('FINISHED', 'FINISHED_WARNING')
  order by id desc
  limit 20
) last
join callsheet.attempt a on a.job_id = last.id and a.state = 'FINISHED'
join callsheet.step s on s.job_id = last.id and s.id = a.step_id
group by s.number`
