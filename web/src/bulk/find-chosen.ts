/** Fetches the ids of selected jobs, including those that are not on the screen. */
import { searchJobs } from '../api/jobs/search-jobs.ts'
import type { Filters } from '../filter/filters.ts'
import { between, type Choice } from './choice.ts'

/** Ids per request. */
const PAGE = 5_000

/** Rows fetched on either side of a range, because new jobs may have shifted it since it was drawn. */
const MARGIN = 100

/** Throws a `Refusal`, `Unreachable` or an `AbortError`. */
export async function findChosen(
  filters: Filters,
  { all, apart }: Choice,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!all) return [...apart]
  const found = new Set<string>()
  for (let first = 1; ; first += PAGE) {
    // Oldest first, so that jobs arriving in the meantime do not shift the pages.
    const page = await searchJobs(filters, { first, number: PAGE, ids: 'oldest first', signal })
    for (const { jobId } of page.job) if (!apart.has(jobId)) found.add(jobId)
    if (page.job.length < PAGE) return [...found]
  }
}

/** A job and its row in the list, counted from 0. */
export interface Place {
  readonly jobId: string
  readonly index: number
}

/** The ids from one row of the list to another, inclusive. */
export async function findBetween(filters: Filters, one: Place, other: Place): Promise<readonly string[]> {
  const first = Math.max(0, Math.min(one.index, other.index) - MARGIN)
  const number = Math.max(one.index, other.index) + MARGIN - first + 1
  const { job } = await searchJobs(filters, { first: first + 1, number, ids: 'in order of the list' })
  return between(
    job.map(({ jobId }) => jobId),
    one.jobId,
    other.jobId,
  )
}
