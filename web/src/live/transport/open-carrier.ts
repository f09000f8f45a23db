/** Opens a WebSocket, or server-sent events where a WebSocket does not get through. */
import { within } from '../../time/clock.ts'
import type { Way } from '../connection.ts'
import { type Carrier, type Hear, streamUrl } from './carrier.ts'
import { openEvents } from './server-sent-events.ts'
import { openWebSocket } from './web-socket.ts'

/** Falls back from a WebSocket to events. Throws a `Refusal`, `Unreachable`, or an Error if neither opens. */
export async function openCarrier(first: Way, hear: Hear, signal: AbortSignal): Promise<Carrier> {
  if (first === 'web-socket') {
    const url = await streamUrl(signal)
    const carrier = await openWebSocket(url, hear, within(OPENS_MS, signal)).catch(() => undefined)
    if (carrier) return carrier
  }
  return openEvents(hear, within(OPENS_MS, signal))
}

/** The time limit for opening one transport. */
const OPENS_MS = 8_000
