/** The log lines that the page holds for a job. Pure. */
import type { LogLine } from '../live/message.ts'

export interface Log {
  /** In order of arrival. */
  readonly lines: readonly LogLine[]
  /** The number of the last line received, by attempt (`task`). */
  readonly seen: ReadonlyMap<number, number>
  /** The number of oldest lines dropped to limit memory. */
  readonly dropped: number
  /** The number of `lines`, from the first, that the user has cleared. */
  readonly cleared: number
}

export const EMPTY: Log = { lines: [], seen: new Map(), dropped: 0, cleared: 0 }

/**
 * Appends new lines and ignores repeated ones: each attempt numbers its lines, and every response has them in
 * order. Keeps the newest `most` lines.
 */
export function merged(log: Log, further: readonly LogLine[], most = MOST): Log {
  const seen = new Map(log.seen)
  const fresh = further.filter(({ task, number }) => {
    if (number <= (seen.get(task) ?? 0)) return false
    seen.set(task, number)
    return true
  })
  if (fresh.length === 0) return log
  const lines = [...log.lines, ...fresh]
  const over = Math.max(0, lines.length - most)
  return {
    lines: over > 0 ? lines.slice(over) : lines,
    seen,
    dropped: log.dropped + over,
    cleared: Math.max(0, log.cleared - over),
  }
}

/** Hides all lines received so far. */
export function cleared(log: Log): Log {
  return { ...log, cleared: log.lines.length }
}

/** Shows cleared lines again. */
export function restored(log: Log): Log {
  return { ...log, cleared: 0 }
}

/** The lines that are not cleared. */
export function present({ lines, cleared: from }: Log): readonly LogLine[] {
  return from === 0 ? lines : lines.slice(from)
}

/** Five times the lines that the server keeps of one attempt; about 20 MB. */
const MOST = 50_000
