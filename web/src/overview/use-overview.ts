/** Hooks that read what the overview shows and keep it up to date. */
import { useQuery } from '@tanstack/react-query'
import type { SelfTestDocument } from '../../../schema/documents/self-test.ts'
import { callFor } from '../api/call.ts'
import { searchJobs } from '../api/jobs/search-jobs.ts'
import { readUsage } from '../api/read-usage.ts'
import type { Wire } from '../api/wire.ts'
import type { Problem } from '../detail/reason/reason.ts'
import { NO_FILTERS } from '../filter/filters.ts'
import { LIVE } from '../live/use-live.ts'

export function useUsage() {
  return useQuery({ queryKey: [LIVE, 'usage'], queryFn: ({ signal }) => readUsage(signal) })
}

/** `GET /job/problem`. */
export function useOpenProblems() {
  return useQuery({
    queryKey: [LIVE, 'problems'],
    queryFn: async ({ signal }) => {
      const path = 'job/problem'
      const { problem = [] } = await callFor<{ readonly problem?: readonly Problem[] }>({
        ...{ method: 'GET', path, signal },
      })
      return problem
    },
  })
}

/** The running jobs, to name the files that hold slots. */
export function useRunning() {
  const filters = { ...NO_FILTERS, status: ['STARTED'] } as const
  return useQuery({
    queryKey: [LIVE, 'running'],
    queryFn: ({ signal }) => searchJobs(filters, { number: 100, signal }),
    select: ({ job }) => new Map(job.map((one) => [one.jobId, one])),
  })
}

export function useLastFailures() {
  const filters = { ...NO_FILTERS, status: ['FAILED_TOTAL'], sort: 'ended' } as const
  return useQuery({
    queryKey: [LIVE, 'failures'],
    queryFn: ({ signal }) => searchJobs(filters, { number: 5, signal }),
    select: ({ job }) => job,
  })
}

type SelfTest = Wire<SelfTestDocument>

/** The self-tests that are not `ok`. */
export function useFlaws() {
  return useQuery({
    queryKey: [LIVE, 'self-test'],
    queryFn: ({ signal }) => callFor<Partial<SelfTest>>({ method: 'GET', path: 'selftest', signal }),
    select: ({ test = [] }) => test.filter(({ status }) => status !== 'ok'),
  })
}
