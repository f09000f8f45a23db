/** A hook that scrolls the list to the selected job, such as the job of a link. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { searchJobs } from '../../api/jobs/search-jobs.ts'
import type { Filters } from '../../filter/filters.ts'
import type { Jobs } from './use-jobs.ts'

interface Options {
  readonly filters: Filters
  readonly jobs: Jobs
  readonly selected: string | undefined
  readonly isVisible: (index: number) => boolean
  /** Scrolls to a row. */
  readonly reveal: (index: number) => void
}

/** Scrolls once for each selection, so that the user can scroll away from it. */
export function useReveal({ filters, jobs, selected, isVisible, reveal }: Options): void {
  const done = useRef<string>(undefined)
  const place = usePlace(filters, selected, done.current !== selected)
  useEffect(() => {
    if (selected === undefined || done.current === selected) {
      done.current = selected
      return
    }
    const index = jobs.indexOf(selected) ?? place
    if (index === undefined) return
    if (!isVisible(index)) reveal(index)
    done.current = selected
  })
}

/** The row of a job that is not loaded; undefined while it is unknown, and in an order that does not tell. */
function usePlace(filters: Filters, jobId: string | undefined, isWanted: boolean): number | undefined {
  const isById = filters.sort === 'newest' || filters.sort === 'oldest'
  const { data } = useQuery({
    queryKey: ['place', filters, jobId],
    enabled: isWanted && jobId !== undefined && isById,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => placeOf(jobId ?? '', filters, signal),
  })
  return data ?? undefined
}

/** Halves the list until a page has the job. Null if the list does not have it. */
async function placeOf(jobId: string, filters: Filters, signal: AbortSignal): Promise<number | null> {
  const wanted = serialOf(jobId)
  const { hits = 0 } = await searchJobs(filters, { number: 0, signal })
  let [from, to] = [0, Math.ceil(hits / PAGE)]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    const page = { first: middle * PAGE + 1, number: PAGE, ids: 'in order of the list', signal } as const
    const ids = (await searchJobs(filters, page)).job.map((one) => serialOf(one.jobId))
    const at = ids.indexOf(wanted)
    if (at >= 0) return middle * PAGE + at
    const [first = wanted, last = wanted] = [ids[0], ids.at(-1)]
    const isBefore = filters.sort === 'oldest' ? wanted < first : wanted > first
    const isAfter = filters.sort === 'oldest' ? wanted > last : wanted < last
    if (isBefore) to = middle
    else if (isAfter) from = middle + 1
    else return null
  }
  return null
}

function serialOf(jobId: string): number {
  return Number(/\d+$/.exec(jobId)?.[0])
}

/** Ids per request. */
const PAGE = 200
