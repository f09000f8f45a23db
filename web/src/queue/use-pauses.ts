import { useQuery, useQueryClient } from '@tanstack/react-query'
import { whyNot } from '../actions/messages.ts'
import { listPauses, setPaused } from '../api/jobs/pauses.ts'
import type { PauseList } from '../api/wire.ts'
import { LIVE } from '../live/use-live.ts'
import { say } from '../ui/toast.tsx'

/** Undefined until it is known, and for who may not. */
export function usePauses(): PauseList['pause'] | undefined {
  const { data } = useQuery({
    queryKey: [LIVE, 'pauses'],
    queryFn: ({ signal }) => listPauses(signal),
  })
  return data
}

/** Pauses or resumes a type; the whole queue where it is undefined. Says what came of it. */
export function useSetPaused(): (type: string | undefined, paused: boolean) => Promise<void> {
  const queries = useQueryClient()
  return async (type, paused) => {
    try {
      await setPaused(type, paused)
      say(`${type ?? 'The queue'} ${paused ? 'is paused' : 'goes on'}.`)
    } catch (error) {
      say(whyNot(error), 'bad')
    }
    await queries.invalidateQueries({ queryKey: [LIVE] })
  }
}
