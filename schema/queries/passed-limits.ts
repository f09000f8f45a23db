import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'

export interface PassedLimit {
  readonly jobId: number
  readonly what: 'queue' | 'run'
  /** The limit, s. */
  readonly limitS: number
}

/** Jobs whose time in the queue or time to run is over. Expects `job_queue_until` and `job_run_until`. */
export async function passedLimits(em: EntityManager): Promise<readonly PassedLimit[]> {
  return execute<PassedLimit>(em, PASSED)
}

// HOLD is no queue: who holds a job does not want it to start, and its time begins when it is let go.
const PASSED = /* sql */ `
(select id as "jobId", 'queue' as what, queue_limit as "limitS"
from callsheet.job
where finished is null and queue_until <= callsheet.now() and run_started is null and given_up is null
  and abort_requested is null
limit 500)
union all
(select id, 'run', run_limit
from callsheet.job
where finished is null and run_until <= callsheet.now() and given_up is null and abort_requested is null
limit 500)`
