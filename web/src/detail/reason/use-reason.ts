/** Hooks that read why a job is not running, and the problems it waits for. */
import { useQuery } from '@tanstack/react-query'
import { callFor } from '../../api/call.ts'
import type { JobDetail } from '../../api/wire.ts'
import { LIVE } from '../../live/use-live.ts'
import type { Problem, Reason } from './reason.ts'

/** The queue position changes with other jobs, and no event reports that. */
const EVERY_MS = 5_000

/** `GET /job/{id}/reason`, except for a job that finished successfully. `job`: undefined while loading. */
export function useReason(job: JobDetail | undefined) {
  const { jobId = '', status, finished } = job ?? {}
  return useQuery({
    queryKey: [LIVE, 'job', jobId, 'reason'],
    enabled: status !== undefined && status !== 'FINISHED',
    refetchInterval: finished === undefined && EVERY_MS,
    queryFn: ({ signal }) =>
      callFor<Reason>({ method: 'GET', path: `job/${encodeURIComponent(jobId)}/reason`, signal }),
  })
}

/** `GET /job/{id}/problem`. `enabled`: whether the job waits for any problem. */
export function useProblems(jobId: string, enabled: boolean) {
  return useQuery({
    queryKey: [LIVE, 'job', jobId, 'problem'],
    enabled,
    queryFn: async ({ signal }) => {
      const path = `job/${encodeURIComponent(jobId)}/problem`
      const { problem = [] } = await callFor<{ readonly problem?: readonly Problem[] }>({
        ...{ method: 'GET', path, signal },
      })
      return problem
    },
  })
}
