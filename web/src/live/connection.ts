/** How the page is connected to the live stream, and when it tries again. Pure. */
import type { Tone } from '../state/look.ts'

/** `tries`: how many have failed one after the other. */
export type Connection =
  | { readonly is: 'connecting'; readonly tries: number }
  | { readonly is: 'live'; readonly tries: number }
  | { readonly is: 'reconnecting'; readonly tries: number }
  /** The browser says that there is no network. */
  | { readonly is: 'offline'; readonly tries: number }
  /** It could not be opened for long, or this user may not listen. */
  | { readonly is: 'failed'; readonly tries: number }

export type Happening =
  | { readonly type: 'opened' }
  /** It was open for `openMs` (0: it did not open). `online`: what the browser says of its network. */
  | { readonly type: 'lost'; readonly openMs: number; readonly online: boolean }
  | { readonly type: 'refused' }
  | { readonly type: 'asked-again' }

export const CONNECTING: Connection = { is: 'connecting', tries: 0 }

export function after({ is, tries }: Connection, happening: Happening): Connection {
  switch (happening.type) {
    case 'opened':
      return { is: 'live', tries }
    case 'refused':
      return { is: 'failed', tries: tries + 1 }
    case 'asked-again':
      return is === 'live' ? { is, tries } : CONNECTING
    case 'lost': {
      // A stream that only ever opens for a moment is not one that works.
      const failed = (happening.openMs >= STEADY_MS ? 0 : tries) + 1
      if (!happening.online) return { is: 'offline', tries: failed }
      return { is: failed > MOST_TRIES ? 'failed' : 'reconnecting', tries: failed }
    }
  }
}

/**
 * How long until the next try, ms: twice as long after each, at most half a minute, and a part of it by chance, so that not every
 * page comes back in the same moment. `chance`: 0 … 1.
 */
export function waitMs({ tries }: Connection, chance: number): number {
  const longest = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (Math.max(tries, 1) - 1))
  return Math.round(longest * (0.5 + chance / 2))
}

/** What can carry the stream. */
export type Way = 'web-socket' | 'events'

/** The way to try first after one that was open for `openMs`. Some proxies let a WebSocket open, and cut it at once. */
export function nextWay(way: Way, openMs: number): Way {
  const other = way === 'web-socket' ? 'events' : 'web-socket'
  return openMs >= STEADY_MS ? way : other
}

export interface ConnectionLook {
  readonly word: string
  readonly tone: Tone
  /** What it means for who looks at the page. */
  readonly meaning: string
}

export function lookOf({ is, tries }: Connection): ConnectionLook {
  switch (is) {
    case 'connecting':
      return { word: 'Connecting', tone: 'idle', meaning: `The live connection is being opened. ${POLLED}` }
    case 'live':
      return { word: 'Live', tone: 'good', meaning: 'Changes are shown as they happen.' }
    case 'reconnecting':
      return { word: `Reconnecting (${tries})`, tone: 'stopped', meaning: `${LOST} ${POLLED} ${CLICK}` }
    case 'offline':
      return { word: 'Offline', tone: 'idle', meaning: `This computer has no network. ${CLICK}` }
    case 'failed':
      return { word: 'Failed', tone: 'bad', meaning: `No live connection can be opened. ${POLLED} ${CLICK}` }
  }
}

const LOST = 'The live connection is lost.'
const POLLED = 'Until it is open, the page asks every two seconds.'
const CLICK = 'Click to try again now.'

/** A stream that held for that long works. */
const STEADY_MS = 10_000
/** Some two minutes; it goes on after that, and is said to have failed. */
const MOST_TRIES = 8
const FIRST_WAIT_MS = 500
const MOST_WAIT_MS = 30_000
