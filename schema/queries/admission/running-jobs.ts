/** Counts the running jobs by what the queue rules distinguish. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { RunningJobs } from './ready-steps.ts'
import { RUNNING } from './ready-steps-sql.ts'

/** The jobs that run, as admission counts them where a rule limits them. Locks nothing. */
export async function runningJobs(em: EntityManager): Promise<readonly RunningJobs[]> {
  return execute<RunningJobs>(em, COUNT)
}

const COUNT = /* sql */ `
with rules as (select true as bound), running as (${RUNNING})
select priority, groups, count(*)::integer as count
from running
group by priority, groups`
