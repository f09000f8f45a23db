import { useQuery } from '@tanstack/react-query'
import { callFor } from '../api/call.ts'
import { LIVE } from '../live/use-live.ts'
import type { Entry } from './runs.ts'

/** What happened to a job and its steps, the oldest first, kept up to date. */
export function useHistory(jobId: string) {
  return useQuery({
    queryKey: [LIVE, 'job', jobId, 'history'],
    queryFn: async ({ signal }) => {
      const path = `job/${encodeURIComponent(jobId)}/history`
      const { entry = [] } = await callFor<{ readonly entry?: readonly Entry[] }>({
        method: 'GET',
        path,
        signal,
      })
      return entry
    },
  })
}
