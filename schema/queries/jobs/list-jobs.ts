/** Reads pages of job ids. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { type Criteria, conditionOf } from './criteria.ts'

/** The progress of the latest attempt of the job, 0 … 1; 1 for a finished job. */
const PROGRESS = `(case when j.finished is not null then 1 else (
  select p.value / nullif(p.total, 0)
  from callsheet.attempt a join callsheet.progress p on p.job_id = j.id and p.attempt_id = a.id and p.value is not null
  where a.job_id = j.id order by a.id desc limit 1) end)`

/** Sort fields of `GET /job` and their columns. Jobs without a finish time or progress come last. */
export const SORT_COLUMNS = {
  jobId: 'j.id',
  type: 'j.type',
  state: 'j.state',
  user: 'j.user_name',
  startTime: 'j.started',
  finishTime: 'j.finished',
  runStart: 'j.run_started',
  progress: PROGRESS,
  priority: 'j.priority',
} as const
export type SortField = keyof typeof SORT_COLUMNS

export interface Order {
  readonly field: SortField
  readonly direction: 'asc' | 'desc'
}

export interface Page {
  /** How many jobs to skip. */
  readonly offset: number
  readonly limit: number
  readonly order: readonly Order[]
}

/** The ids of one page of the jobs that match, and how many match in all. Locks nothing. */
export async function listJobs(
  em: EntityManager,
  criteria: Criteria,
  page: Page,
): Promise<{ readonly hits: number; readonly ids: readonly number[] }> {
  const condition = conditionOf(criteria)
  const hits = await countJobs(em, criteria)
  if (page.limit === 0 || page.offset >= hits) return { hits, ids: [] }
  const rows = await em.execute<{ id: number }[]>(
    `select j.id from callsheet.job j ${condition.sql} order by ${named(criteria)}${ordering(page.order)} limit ? offset ?`,
    [...condition.values, page.limit, page.offset],
  )
  return { hits, ids: rows.map(({ id }) => id) }
}

/**
 * Counts the matching jobs. Adds up the rows of `job_count` if they can answer the criteria, and counts the
 * jobs otherwise. Locks nothing.
 */
export async function countJobs(em: EntityManager, criteria: Criteria): Promise<number> {
  const { sql, values, counted } = conditionOf(criteria)
  const count = counted
    ? 'sum(j.delta) as hits from callsheet.job_count j'
    : 'count(*) as hits from callsheet.job j'
  const [row] = await em.execute<{ hits: string | null }[]>(`select ${count} ${sql}`, [...values])
  return Number(row?.hits ?? 0)
}

/** The first key of the order if a search names jobs by their ids: these come first. */
function named({ words = [] }: Criteria): string {
  const ids = words.flatMap(({ id }) => id ?? [])
  return ids.length === 0 ? '' : `j.id in (${ids.join(', ')}) desc, `
}

/** The order clause. Ties are broken by id, in the direction of the first key (wire.md §8.4). */
function ordering(order: readonly Order[]): string {
  const keys = order.some(({ field }) => field === 'jobId')
    ? order
    : [...order, { field: 'jobId', direction: order[0]?.direction ?? 'asc' } as const]
  return keys
    .map(({ field, direction }) => `${SORT_COLUMNS[field]} ${direction}${NULLS[field] ?? ''}`)
    .join(', ')
}

const NULLS: { readonly [F in SortField]?: string } = {
  finishTime: ' nulls last',
  progress: ' nulls last',
}
