import { useQuery } from '@tanstack/react-query'
import { callFor } from '../api/call.ts'
import type { JobType } from './steps-of.ts'

/** What `GET /jobtype/{type}` says; it only changes with the server. */
export function useJobType(name: string) {
  return useQuery({
    queryKey: ['job type', name],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      callFor<JobType>({ method: 'GET', path: `jobtype/${encodeURIComponent(name)}`, signal }),
  })
}
