import { call } from './call.ts'

/** Opens the live stream once, within 30 seconds: `POST /stream/ticket`. */
export async function getStreamTicket(signal: AbortSignal): Promise<string> {
  const response = await call({ method: 'POST', path: 'stream/ticket', accept: 'text/plain', signal })
  return (await response.text()).trim()
}
