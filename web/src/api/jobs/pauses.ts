/** Lists and changes the pauses of the queue and of job types. */
import { call, callFor } from '../call.ts'
import type { PauseList } from '../wire.ts'

export async function listPauses(signal: AbortSignal): Promise<PauseList['pause']> {
  const { pause = [] } = await callFor<Partial<PauseList>>({
    method: 'GET',
    path: 'job/pause',
    signal,
  })
  return pause
}

/** `type`: undefined for the queue itself. Throws a `Refusal` or `Unreachable`. */
export async function setPaused(type: string | undefined, paused: boolean): Promise<void> {
  const target = type === undefined ? 'job' : `jobtype/${encodeURIComponent(type)}`
  await call({ method: 'POST', path: `${target}/${paused ? 'pause' : 'resume'}` })
}
