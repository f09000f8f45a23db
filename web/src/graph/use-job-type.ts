/** A hook that reads a job type. */
import { useQuery } from '@tanstack/react-query'
import { callFor } from '../api/call.ts'
import type { JobType } from './steps-of.ts'

/**
 * `GET /jobtype/{type}`. Hardly ever refetched: only its usual durations change without a new server version.
 * `name`: undefined reads nothing.
 */
export function useJobType(name: string | undefined) {
  return useQuery({
    queryKey: ['job type', name],
    enabled: name !== undefined,
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      callFor<JobType>({ method: 'GET', path: `jobtype/${encodeURIComponent(name ?? '')}`, signal }),
  })
}
