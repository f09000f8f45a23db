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
select p.job_id as job, s.number as step, a.attempt, g.value, g.total, g.unit
from callsheet.placement p
join callsheet.progress g on g.attempt_id = p.id
join callsheet.attempt a on a.id = p.id
join callsheet.step s on s.id = p.step_id
order by p.job_id, s.number`
