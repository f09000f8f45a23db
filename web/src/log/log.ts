/** The log of a job as the page has it. Pure. */
import type { LogLine } from '../live/message.ts'

export interface Log {
  /** In the order in which they came. */
  readonly lines: readonly LogLine[]
  /** By attempt (`task`): the number of the last line that came. */
  readonly seen: ReadonlyMap<number, number>
  /** How many of the first lines are not kept, because there are too many. */
  readonly dropped: number
  /** How many of the first `lines` the user has cleared away. */
  readonly cleared: number
}

export const EMPTY: Log = { lines: [], seen: new Map(), dropped: 0, cleared: 0 }

/**
 * With further lines. A line that came before is passed over: each attempt numbers its lines, and every answer has them in order.
 * At most `most` are kept, the newest.
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

/** Shows none of what has come so far. */
export function cleared(log: Log): Log {
  return { ...log, cleared: log.lines.length }
}

/** Shows again what was cleared away. */
export function restored(log: Log): Log {
  return { ...log, cleared: 0 }
}

/** Those that were not cleared away. */
export function present({ lines, cleared: from }: Log): readonly LogLine[] {
  return from === 0 ? lines : lines.slice(from)
}

/** Five attempts that have said as much as is kept of one; some 20 MB. */
const MOST = 50_000
