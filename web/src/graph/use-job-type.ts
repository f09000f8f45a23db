/** A hook that reads a job type. */
import { useQuery } from '@tanstack/react-query'
import { callFor } from '../api/call.ts'
import type { JobType } from './steps-of.ts'

/** `GET /jobtype/{type}`. Never refetched, because a job type changes only with a new server version. */
export function useJobType(name: string) {
  return useQuery({
    queryKey: ['job type', name],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      callFor<JobType>({ method: 'GET', path: `jobtype/${encodeURIComponent(name)}`, signal }),
  })
}
