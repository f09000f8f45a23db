/** The states of the live connection and its retries. Pure. */
import type { Tone } from '../state/look.ts'

/** `tries`: the number of consecutive failed attempts. */
export type Connection =
  | { readonly is: 'connecting'; readonly tries: number }
  | { readonly is: 'live'; readonly tries: number }
  | { readonly is: 'reconnecting'; readonly tries: number }
  /** The browser reports no network. */
  | { readonly is: 'offline'; readonly tries: number }
  /** Many attempts failed, or the user is not allowed to open a stream. */
  | { readonly is: 'failed'; readonly tries: number }

export type Happening =
  | { readonly type: 'opened' }
  /**
   * `openMs`: how long it was open; 0 if it never opened. `online`: whether the browser reports a network.
   */
  | { readonly type: 'lost'; readonly openMs: number; readonly online: boolean }
  | { readonly type: 'refused' }
  | { readonly type: 'retry-requested' }

export const CONNECTING: Connection = { is: 'connecting', tries: 0 }

export function after({ is, tries }: Connection, happening: Happening): Connection {
  switch (happening.type) {
    case 'opened':
      return { is: 'live', tries }
    case 'refused':
      return { is: 'failed', tries: tries + 1 }
    case 'retry-requested':
      return is === 'live' ? { is, tries } : CONNECTING
    case 'lost': {
      // A stream that opens only briefly counts as failed.
      const failed = (happening.openMs >= STEADY_MS ? 0 : tries) + 1
      if (!happening.online) return { is: 'offline', tries: failed }
      return { is: failed > MAX_TRIES ? 'failed' : 'reconnecting', tries: failed }
    }
  }
}

/**
 * The backoff in ms: doubles up to 30 s, with jitter so that pages do not all reconnect at once. `chance`: 0
 * … 1.
 */
export function waitMs({ tries }: Connection, chance: number): number {
  const longest = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (Math.max(tries, 1) - 1))
  return Math.round(longest * (0.5 + chance / 2))
}

/** The transports of the stream. */
export type Way = 'web-socket' | 'events'

/** The transport to try next. Some proxies let a WebSocket open and then close it at once. */
export function nextWay(way: Way, openMs: number): Way {
  const other = way === 'web-socket' ? 'events' : 'web-socket'
  return openMs >= STEADY_MS ? way : other
}

export interface ConnectionLook {
  readonly word: string
  readonly tone: Tone
  /** The tooltip: what the state means for the user. */
  readonly meaning: string
}

export function lookOf({ is, tries }: Connection): ConnectionLook {
  switch (is) {
    case 'connecting':
      return { word: 'Connecting', tone: 'idle', meaning: `Opening the live connection. ${POLLED}` }
    case 'live':
      return { word: 'Live', tone: 'good', meaning: 'Changes appear as they happen.' }
    case 'reconnecting':
      return { word: `Reconnecting (${tries})`, tone: 'stopped', meaning: `${LOST} ${POLLED} ${CLICK}` }
    case 'offline':
      return { word: 'Offline', tone: 'idle', meaning: `This device is offline. ${CLICK}` }
    case 'failed':
      return { word: 'Failed', tone: 'bad', meaning: `Cannot open a live connection. ${POLLED} ${CLICK}` }
  }
}

const LOST = 'The live connection was lost.'
const POLLED = 'Until it is open, this page refreshes every 2 seconds.'
const CLICK = 'Click to retry now.'

/** A stream that stayed open this long counts as working. */
const STEADY_MS = 10_000
/** About two minutes. Later attempts continue while the state is `failed`. */
const MAX_TRIES = 8
const FIRST_WAIT_MS = 500
const MAX_WAIT_MS = 30_000
