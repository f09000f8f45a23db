/** Hooks that read the outputs of a job, and a ticket that serves them. */
import { useQuery } from '@tanstack/react-query'
import { getOutputTicket, listOutputs } from '../api/jobs/job-outputs.ts'
import { LIVE } from '../live/use-live.ts'

/** `jobId`: undefined reads nothing. */
export function useOutputs(jobId: string | undefined) {
  return useQuery({
    queryKey: [LIVE, 'job', jobId, 'output'],
    enabled: jobId !== undefined,
    queryFn: ({ signal }) => listOutputs(jobId ?? '', signal),
  })
}

/** Renewed in time, as a ticket is valid for an hour. `enabled`: whether there is a file to serve. */
export function useOutputTicket(jobId: string, enabled: boolean): string | undefined {
  const { data } = useQuery({
    queryKey: ['output ticket', jobId],
    enabled,
    staleTime: RENEWED_MS,
    refetchInterval: RENEWED_MS,
    queryFn: ({ signal }) => getOutputTicket(jobId, signal),
  })
  return data
}

const RENEWED_MS = 50 * 60_000
