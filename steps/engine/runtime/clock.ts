import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'

/** Time within this process; persisted times are the database's (`callsheet.now()`). The only place that has timers. */
export interface Clock {
  /** Milliseconds that only ever grow; good for differences. */
  now(): number
  /** Resolves after `ms`, or as soon as the signal is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const clock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    await delay(ms, undefined, signal && { signal }).catch(() => undefined)
  },
}

/** Resolves when what is to be done in this turn of the event loop is done. */
export async function endOfTurn(): Promise<void> {
  await turn()
}

/** Resolves when the signal is aborted; never once `over` is. */
export async function aborted(signal: AbortSignal, over?: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const options = { once: true, ...(over && { signal: over }) }
  await new Promise((resolve) => signal.addEventListener('abort', resolve, options))
}

/** Milliseconds since 1970 as this machine has it: to hold the times of files against, and for nothing else. */
export function timeOfDay(): number {
  return Date.now()
}

/** Calls `work` every `ms` until the signal is aborted; a failure is told and does not end it. */
export async function every(
  ms: number,
  signal: AbortSignal,
  onError: (error: unknown) => void,
  work: () => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(ms, signal)
    if (signal.aborted) return
    try {
      await work()
    } catch (error) {
      onError(error)
    }
  }
}
