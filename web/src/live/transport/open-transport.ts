/** Opens a WebSocket, or server-sent events where a WebSocket does not get through. */
import { within } from '../../time/clock.ts'
import type { Way } from '../connection.ts'
import { openEvents } from './server-sent-events.ts'
import { type OnMessage, streamUrl, type Transport } from './transport.ts'
import { openWebSocket } from './web-socket.ts'

/** Falls back from a WebSocket to events. Throws a `Refusal`, `Unreachable`, or an Error if neither opens. */
export async function openTransport(
  first: Way,
  onMessage: OnMessage,
  signal: AbortSignal,
): Promise<Transport> {
  if (first === 'web-socket') {
    const url = await streamUrl(within(OPENS_MS, signal))
    const transport = await openWebSocket(url, onMessage, within(OPENS_MS, signal)).catch(() => undefined)
    if (transport) return transport
  }
  return openEvents(onMessage, within(OPENS_MS, signal))
}

/** The time limit for opening one transport. */
const OPENS_MS = 8_000
