/** Counts the running jobs that only wait for a retry. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import { RUNNING_STEP_STATES } from '../../states.ts'
import type { RunningJobs } from './ready-steps.ts'

/** Running jobs that only wait for a retry. Locks nothing. Relies on the index `step_retry`. */
export async function retryingJobs(em: EntityManager): Promise<readonly RunningJobs[]> {
  return execute<RunningJobs>(em, RETRYING)
}

const BUSY = [...RUNNING_STEP_STATES, 'READY'].map((state) => `'${state}'`).join(', ')

const RETRYING = /* sql */ `
select j.priority, j.groups, count(*)::integer as count
from callsheet.job j
where j.finished is null and j.state = 'STARTED'
  and j.id in (select s.job_id from callsheet.step s where s.state = 'FAILED_RETRY' and not s.cleanup)
  and not exists (select from callsheet.step s where s.job_id = j.id and s.state in (${BUSY}))
group by j.priority, j.groups`
