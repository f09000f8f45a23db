/** What carries the live stream to the page. */
import { API } from '../../api/base.ts'
import { getStreamTicket } from '../../api/get-stream-ticket.ts'
import type { Way } from '../connection.ts'
import { type Message, readMessage } from '../message.ts'

/** Whose log is wanted, and from where on: `last` of what was read before. */
export interface Watched {
  readonly job: string
  readonly after: string | undefined
}

export interface Carrier {
  readonly way: Way
  /** Undefined: no log. The latest holds. */
  readonly watch: (watched: Watched | undefined) => void
  readonly close: () => void
  /** `refused`: the user may not listen. */
  readonly closed: Promise<'lost' | 'refused'>
}

export type Hear = (message: Message) => void

/** With a new ticket: each opens one stream. */
export async function streamUrl(signal: AbortSignal): Promise<URL> {
  const url = new URL('stream', API)
  url.searchParams.set('ticket', await getStreamTicket(signal))
  return url
}

/** Passes on what is understood. */
export function hearing(hear: Hear): (event: MessageEvent<unknown>) => void {
  return ({ data }) => {
    const message = typeof data === 'string' ? readMessage(data) : undefined
    if (message) hear(message)
  }
}
