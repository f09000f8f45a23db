/** Finds the jobs that have exceeded a time limit. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

export interface PassedLimit {
  readonly jobId: number
  readonly what: 'queue' | 'run' | 'cleanup'
  /** The limit, s; null for clean-up, whose limit is a constant of the engine. */
  readonly limitS: number | null
}

/**
 * Jobs that have exceeded a time limit. Relies on the indexes `job_queue_until`, `job_run_until` and
 * `job_cleanup_until`.
 */
export async function passedLimits(em: EntityManager): Promise<readonly PassedLimit[]> {
  return execute<PassedLimit>(em, PASSED)
}

// Time in HOLD or in a pause does not count as time in the queue, which begins or continues with the release.
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
