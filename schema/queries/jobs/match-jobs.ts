/** Reads matching jobs in batches, for bulk requests. */

import type { EntityManager } from '@mikro-orm/postgresql'
import type { JobState } from '../../states.ts'
import { type Criteria, conditionOf } from './criteria.ts'

export interface MatchedJob {
  readonly id: number
  readonly state: JobState
  readonly type: string
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
}

/**
 * The next matching jobs with ids in (`after`, `upTo`], by id. Locks nothing. Relies on the index `job_id`.
 */
export async function matchJobs(
  em: EntityManager,
  criteria: Criteria,
  range: { readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<readonly MatchedJob[]> {
  const { sql, values } = conditionOf(criteria)
  return em.execute<MatchedJob[]>(
    `select j.id, j.state, j.type, j.priority from callsheet.job j ${sql} ${sql === '' ? 'where' : 'and'} j.id > ? and j.id <= ? order by j.id limit ?`,
    [...values, range.after, range.upTo, range.limit],
  )
}

/** The highest job id; 0 if there are no jobs. */
export async function lastJob(em: EntityManager): Promise<number> {
  const [row] = await em.execute<{ last: number | null }[]>('select max(id) as last from callsheet.job')
  return row?.last ?? 0
}
