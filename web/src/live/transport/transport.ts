/** The interface of a live stream’s transport, and what all transports share. */
import { API } from '../../api/base.ts'
import { getStreamTicket } from '../../api/get-stream-ticket.ts'
import type { Way } from '../connection.ts'
import { type Message, readMessage } from '../message.ts'

/** The job whose log is streamed. */
export interface Watched {
  readonly job: string
  /** `last` of what was read before; undefined to stream from the beginning. */
  readonly after: string | undefined
}

export interface Transport {
  readonly way: Way
  /** Replaces the streamed log; undefined streams none. */
  readonly watch: (watched: Watched | undefined) => void
  readonly close: () => void
  /** `refused`: the user is not allowed to open a stream. */
  readonly closed: Promise<'lost' | 'refused'>
}

export type OnMessage = (message: Message) => void

/** The URL with a new ticket, because a ticket opens one stream only. */
export async function streamUrl(signal: AbortSignal): Promise<URL> {
  const url = new URL('stream', API)
  url.searchParams.set('ticket', await getStreamTicket(signal))
  return url
}

/** An event listener that passes on every message it can parse. */
export function messageListener(onMessage: OnMessage): (event: MessageEvent<unknown>) => void {
  return ({ data }) => {
    const message = typeof data === 'string' ? readMessage(data) : undefined
    if (message) onMessage(message)
  }
}
