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

/** The next jobs that match after one id and up to another, by id. Locks nothing. Expects `job_id`. */
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

/** The greatest id that a job has; 0 without any. */
export async function lastJob(em: EntityManager): Promise<number> {
  const [row] = await em.execute<{ last: number | null }[]>('select max(id) as last from callsheet.job')
  return row?.last ?? 0
}
