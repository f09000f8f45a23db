/** Notices at once when a server that was away is back. */
import { isOnline } from '../api/is-online.ts'
import { sleep } from '../time/clock.ts'
import { liveStream } from './live-stream.ts'

/**
 * Calls back each time the server answers again. Runs until `signal` aborts; asks nothing on a live stream.
 */
export async function watchReturn(onReturn: () => void, signal: AbortSignal): Promise<void> {
  let away = false
  while (!signal.aborted) {
    await liveStream.until(false, signal)
    await sleep(EVERY_MS, signal)
    if (document.hidden || signal.aborted) continue
    const isHere = await isOnline(signal)
    if (isHere && away && !signal.aborted) onReturn()
    away = !isHere
  }
}

const EVERY_MS = 1_000
