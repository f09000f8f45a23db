/** A WebSocket, or server-sent events where none gets through. */
import { within } from '../../time/clock.ts'
import type { Way } from '../connection.ts'
import { type Carrier, type Hear, streamUrl } from './carrier.ts'
import { openEvents } from './server-sent-events.ts'
import { openWebSocket } from './web-socket.ts'

/** A WebSocket goes before events, which go before nothing. Throws a `Refusal`, `Unreachable`, or an Error when none opens. */
export async function openCarrier(first: Way, hear: Hear, signal: AbortSignal): Promise<Carrier> {
  if (first === 'web-socket') {
    const url = await streamUrl(signal)
    const carrier = await openWebSocket(url, hear, within(OPENS_MS, signal)).catch(() => undefined)
    if (carrier) return carrier
  }
  return openEvents(hear, within(OPENS_MS, signal))
}

/** What has not opened by then is taken not to get through. */
const OPENS_MS = 8_000
