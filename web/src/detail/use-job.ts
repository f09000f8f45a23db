/** A hook that reads a job with its metadata and keeps it up to date. */
import { useQuery } from '@tanstack/react-query'
import { callFor } from '../api/call.ts'
import { Refusal } from '../api/refusal.ts'
import type { JobDetail } from '../api/wire.ts'
import { LIVE } from '../live/use-live.ts'

/** `error` is a `Refusal` of 404 if the job does not exist or was deleted. `enabled: false` reads nothing. */
export function useJob(jobId: string, enabled = true) {
  return useQuery({
    enabled,
    queryKey: [LIVE, 'job', jobId],
    queryFn: ({ signal }) =>
      callFor<JobDetail>({
        method: 'GET',
        path: `job/${encodeURIComponent(jobId)}`,
        query: { metadata: true },
        signal,
      }),
  })
}

export function isGone(error: Error | null): boolean {
  return error instanceof Refusal && error.status === 404
}
