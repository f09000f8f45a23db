/** Requests a ticket that opens the live stream. */
import { call } from './call.ts'

/** `POST /stream/ticket`. A ticket is valid once, for 30 seconds. */
export async function getStreamTicket(signal: AbortSignal): Promise<string> {
  const response = await call({ method: 'POST', path: 'stream/ticket', accept: 'text/plain', signal })
  return (await response.text()).trim()
}
