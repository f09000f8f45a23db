/** Maintains the stored counts of jobs. */

import type { EntityManager } from '@mikro-orm/postgresql'

/** The fields that `job_count` has counts of, and their columns. */
export const COUNTED = { type: 'type', state: 'state', user: 'user_name', priority: 'priority' } as const

/**
 * Folds the rows of `job_count` into one row for each kind of job; writes nothing if each has one row. May
 * run on several nodes at once: it skips rows that another run has deleted, and readers see the rows before
 * or after, with the same sum.
 */
export async function foldCounts(em: EntityManager): Promise<void> {
  await em.execute(FOLD)
}

const FOLD = /* sql */ `
with many as (
  select type, state, user_name, priority
  from callsheet.job_count
  group by type, state, user_name, priority
  having count(*) > 1
), folded as (
  delete from callsheet.job_count c
  using many m
  where (c.type, c.state, c.user_name, c.priority) = (m.type, m.state, m.user_name, m.priority)
  returning c.*
)
insert into callsheet.job_count
select type, state, user_name, priority, sum(delta)
from folded
group by type, state, user_name, priority
having sum(delta) <> 0`

/** The sum of the differences between `job_count` and the jobs; 0 unless a write bypassed the trigger. */
export async function countDrift(em: EntityManager): Promise<number> {
  const [row] = await em.execute<{ drift: number }[]>(DRIFT)
  return row?.drift ?? 0
}

const DRIFT = /* sql */ `
select coalesce(sum(abs(difference)), 0)::integer as drift
from (
  select sum(count) as difference
  from (
    select type, state, user_name, priority, delta::bigint as count from callsheet.job_count
    union all
    select type, state, user_name, priority, -count(*) from callsheet.job group by type, state, user_name, priority
  ) counts
  group by type, state, user_name, priority
) differences`
