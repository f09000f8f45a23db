/** Hooks that read and change the pauses of the queue and of job types. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { whyNot } from '../actions/messages.ts'
import { listPauses, setPaused } from '../api/jobs/pauses.ts'
import type { PauseList } from '../api/wire.ts'
import { LIVE } from '../live/use-live.ts'
import { say } from '../ui/toast.tsx'

/** Undefined while loading, and for a user who may not list pauses. */
export function usePauses(): PauseList['pause'] | undefined {
  const { data } = useQuery({
    queryKey: [LIVE, 'pauses'],
    queryFn: ({ signal }) => listPauses(signal),
  })
  return data
}

/** Pauses or resumes a job type, or the queue if `type` is undefined. Reports the outcome as a toast. */
export function useSetPaused(): (type: string | undefined, paused: boolean) => Promise<void> {
  const queries = useQueryClient()
  return async (type, paused) => {
    try {
      await setPaused(type, paused)
      say(`${type ?? 'Queue'} ${paused ? 'paused' : 'resumed'}.`)
    } catch (error) {
      say(whyNot(error), 'bad')
    }
    await queries.invalidateQueries({ queryKey: [LIVE] })
  }
}
