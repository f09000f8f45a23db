/** Reads the progress of running steps. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** The progress of a step that is placed on a node. */
export interface RunningProgress {
  readonly job: number
  readonly step: number
  readonly attempt: number
  readonly value: number
  readonly total: number | null
  readonly unit: string | null
}

/**
 * The progress of all running attempts: few rows, however many jobs there are. Locks nothing. Relies on the
 * primary key of `progress`.
 */
export async function readProgress(em: EntityManager): Promise<readonly RunningProgress[]> {
  return execute<RunningProgress>(em, READ_PROGRESS)
}

const READ_PROGRESS = /* sql */ `
select p.job_id as job, r.*
from callsheet.placement p
cross join lateral (
  -- The limit keeps this a lookup by the keys of the job's partitions.
  select s.number as step, a.attempt, g.value, g.total, g.unit
  from callsheet.progress g, callsheet.attempt a, callsheet.step s
  where g.job_id = p.job_id and g.attempt_id = p.id and g.value is not null and a.job_id = p.job_id and a.id = p.id
    and s.job_id = p.job_id and s.id = p.step_id
  limit 1
) r
order by p.job_id, r.step`
