/** Hooks that load the visible pages of the job list. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { searchJobs } from '../../api/jobs/search-jobs.ts'
import type { Job } from '../../api/wire.ts'
import type { Filters } from '../../filter/filters.ts'
import { LIVE } from '../../live/use-live.ts'
import { useSettled } from '../../time/clock.ts'

/** Jobs per page. */
export const PAGE = 50

/** ms that pages must stay on the screen before they are fetched. */
const SETTLES_MS = 80

/** The number of matching jobs. */
export function useHitsOf(filters: Filters) {
  return useQuery({
    queryKey: [LIVE, 'jobs', filters, 'hits'],
    queryFn: ({ signal }) => searchJobs(filters, { number: 0, signal }),
    select: ({ hits = 0 }) => hits,
    placeholderData: keepPreviousData,
  })
}

/** The loaded jobs, by position. */
export interface Jobs {
  /** The job at a position, from 0; undefined while it is loading. */
  readonly at: (index: number) => Job | undefined
  /** The position of a job; undefined if its page is not loaded. */
  readonly indexOf: (jobId: string) => number | undefined
}

/** Loads the pages that contain the positions `first` to `last`, from 0. */
export function useJobs(filters: Filters, first: number, last: number): Jobs {
  const pages = pagesOf(first, last)
  const settled = useSettled(pages.join(), SETTLES_MS) === pages.join()
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: [LIVE, 'jobs', filters, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        searchJobs(filters, { first: page * PAGE + 1, number: PAGE, signal }),
      // Fast scrolling through many jobs must not fetch the pages in between.
      enabled: settled,
      // Long enough to scroll back and forth, short enough not to keep every page.
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
