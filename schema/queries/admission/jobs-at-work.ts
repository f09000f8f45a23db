/** Reads the running jobs, to estimate when others start. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** A running job, with the limits and resources that it occupies. */
export interface JobAtWork {
  readonly type: string
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
  readonly groups: readonly string[]
  /** The categories of the slots it holds. */
  readonly categories: readonly string[]
  /** Whether it holds GPU memory. */
  readonly gpu: boolean
  /** Time since its first step started, s. */
  readonly ranS: number
}

/** The running jobs. Locks nothing. Relies on the index `job_state`. */
export async function jobsAtWork(em: EntityManager): Promise<readonly JobAtWork[]> {
  return execute<JobAtWork>(em, AT_WORK)
}

const AT_WORK = /* sql */ `
select j.type, j.priority, j.groups, array(select distinct p.category from callsheet.placement p where p.job_id = j.id) as categories,
  exists (select from callsheet.placement p where p.job_id = j.id and p.gpu is not null) as gpu,
  coalesce(extract(epoch from callsheet.now() - j.run_started), 0)::float8 as "ranS"
from callsheet.job j
where j.finished is null and j.state = 'STARTED'`
