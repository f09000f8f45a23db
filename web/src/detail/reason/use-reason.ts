import { useQuery } from '@tanstack/react-query'
import { callFor } from '../../api/call.ts'
import type { JobDetail } from '../../api/wire.ts'
import { LIVE } from '../../live/use-live.ts'
import type { Problem, Reason } from './reason.ts'

/** Its place in the queue changes with other jobs, of which nothing tells. */
const EVERY_MS = 5_000

/** Why a job is where it is: `GET /job/{id}/reason`. It is not asked of one that finished well. */
export function useReason({ jobId, status, finished }: JobDetail) {
  return useQuery({
    queryKey: [LIVE, 'job', jobId, 'reason'],
    enabled: status !== 'FINISHED',
    refetchInterval: finished === undefined && EVERY_MS,
    queryFn: ({ signal }) =>
      callFor<Reason>({ method: 'GET', path: `job/${encodeURIComponent(jobId)}/reason`, signal }),
  })
}

/** The problems that a job waits for. `enabled`: that there are any. */
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
