import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { searchJobs } from '../../api/jobs/search-jobs.ts'
import type { Job } from '../../api/wire.ts'
import type { Filters } from '../../filter/filters.ts'
import { LIVE } from '../../live/use-live.ts'
import { useSettled } from '../../time/clock.ts'

/** Jobs asked for at once. */
export const PAGE = 50

/** How long the same pages have to be on the screen before they are asked for, ms. */
const SETTLES_MS = 80

/** How many jobs match. */
export function useHitsOf(filters: Filters) {
  return useQuery({
    queryKey: [LIVE, 'jobs', filters, 'hits'],
    queryFn: ({ signal }) => searchJobs(filters, { number: 0, signal }),
    select: ({ hits = 0 }) => hits,
    placeholderData: keepPreviousData,
  })
}

/** Whether one is there yet, and where it is. */
export interface Jobs {
  /** The job at that place of the list, from 0; undefined while it is on its way. */
  readonly at: (index: number) => Job | undefined
  /** The place of that job, as far as pages are there. */
  readonly indexOf: (jobId: string) => number | undefined
}

/** The jobs from `first` to `last`, from 0, and those on the same pages. */
export function useJobs(filters: Filters, first: number, last: number): Jobs {
  const pages = pagesOf(first, last)
  const settled = useSettled(pages.join(), SETTLES_MS) === pages.join()
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: [LIVE, 'jobs', filters, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        searchJobs(filters, { first: page * PAGE + 1, number: PAGE, signal }),
      // Who flies through 100 000 jobs does not want those in between.
      enabled: settled,
      // Long enough to scroll back and forth; what is scrolled past in 100 000 jobs is not kept.
      gcTime: 30_000,
    })),
  })
  const jobs = new Map(pages.map((page, at) => [page, results[at]?.data?.job ?? []]))
  return {
    at: (index) => jobs.get(Math.floor(index / PAGE))?.[index % PAGE],
    indexOf: (jobId) => {
      for (const [page, list] of jobs) {
        const at = list.findIndex((job) => job.jobId === jobId)
        if (at >= 0) return page * PAGE + at
      }
      return undefined
    },
  }
}

function pagesOf(first: number, last: number): readonly number[] {
  const [from, to] = [Math.floor(Math.max(first, 0) / PAGE), Math.floor(Math.max(last, 0) / PAGE)]
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}
