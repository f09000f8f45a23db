/** A hook that reads the history of a job and keeps it up to date. */
import { useQuery } from '@tanstack/react-query'
import { callFor } from '../api/call.ts'
import { LIVE } from '../live/use-live.ts'
import type { Entry } from './runs.ts'

/** Oldest entry first. `jobId`: undefined reads nothing. */
export function useHistory(jobId: string | undefined) {
  return useQuery({
    enabled: jobId !== undefined,
    queryKey: [LIVE, 'job', jobId, 'history'],
    queryFn: async ({ signal }) => {
      const path = `job/${encodeURIComponent(jobId ?? '')}/history`
      const { entry = [] } = await callFor<{ readonly entry?: readonly Entry[] }>({
        method: 'GET',
        path,
        signal,
      })
      return entry
    },
  })
}
