/** How long a job has queued and run. Pure; all times are ms since 1970. */
import type { JobDetail } from '../api/wire.ts'
import { type Entry, firstStart } from '../history/runs.ts'
import { readTime } from '../time/say-time.ts'

export interface Times {
  /** From its creation to the start of its first step, or to now; absent for one that ended without having started. */
  readonly queuedMs?: number
  /** From the start of its first step to its end, or to now; absent before. */
  readonly ranMs?: number
}

/** `entries`: the history of the job. */
export function timesOf({ started, finished }: JobDetail, entries: readonly Entry[], now: number): Times {
  if (started === undefined || entries.length === 0) return {}
  const created = readTime(started)
  const first = firstStart(entries)
  const end = finished === undefined ? Math.max(now, created) : readTime(finished)
  if (first === undefined) return finished === undefined ? { queuedMs: end - created } : {}
  return { queuedMs: first - created, ranMs: Math.max(0, end - first) }
}
