/** Clocks and timers of this process. */
import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises'

/** The clock of this process. Stored times come from the database (`callsheet.now()`) instead. */
export interface Clock {
  /** Monotonic milliseconds; only their differences mean anything. */
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

/** Resolves after the callbacks that are pending in the event loop now. */
export async function pendingCallbacks(): Promise<void> {
  await immediate()
}

/** Resolves when the signal is aborted, unless `over` is aborted first: then it never resolves. */
export async function aborted(signal: AbortSignal, over?: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const options = { once: true, ...(over && { signal: over }) }
  await new Promise((resolve) => signal.addEventListener('abort', resolve, options))
}

/** This machine's time, ms since 1970. Use it only to compare with the times of files. */
export function timeOfDay(): number {
  return Date.now()
}

/** Calls `work` every `ms` until the signal is aborted. Reports a failure to `onError` and continues. */
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
