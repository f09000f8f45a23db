import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface PassedLimit {
  readonly jobId: number
  readonly what: 'queue' | 'run' | 'cleanup'
  /** The limit, s; of clean-up the engine knows it. */
  readonly limitS: number | null
}

/** Jobs whose time in the queue, to run or to clean up is over. Expects `job_queue_until`, `job_run_until` and `job_cleanup_until`. */
export async function passedLimits(em: EntityManager): Promise<readonly PassedLimit[]> {
  return execute<PassedLimit>(em, PASSED)
}

// HOLD is no queue, and neither is a pause: who asks for it does not want the job to start. Its time begins, or goes on, when it is let go.
const PASSED = /* sql */ `
(select id as "jobId", 'queue' as what, queue_limit as "limitS"
from callsheet.job
where finished is null and queue_until <= callsheet.now() and run_started is null and given_up is null
  and paused is null and abort_requested is null
limit 500)
union all
(select id, 'run', run_limit
from callsheet.job
where finished is null and run_until <= callsheet.now() and given_up is null and abort_requested is null
limit 500)
union all
(select id, 'cleanup', null
from callsheet.job
where finished is null and cleanup_until <= callsheet.now() and cleanup_given_up is null
limit 500)`
