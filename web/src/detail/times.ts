/** Computes how long a job was queued and running. Pure; all times are ms since 1970. */
import type { JobDetail } from '../api/wire.ts'
import { type Entry, firstStart } from '../history/runs.ts'
import { readTime } from '../time/say-time.ts'

export interface Times {
  /** From creation to the start of the first step, or to now; absent if the job ended without starting. */
  readonly queuedMs?: number
  /** From the start of the first step to the end of the job, or to now; absent before the start. */
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
