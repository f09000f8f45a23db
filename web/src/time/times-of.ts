/** Computes how long a job was queued and running. Pure; all times are ms since 1970. */
import { datum } from '../api/datum.ts'
import type { Job } from '../api/wire.ts'
import { readTime } from './say-time.ts'

export interface Times {
  /** From creation to the start of the first step, or to now; absent if the job ended without starting. */
  readonly queuedMs?: number
  /** From the start of the first step to the end of the job, or to now; absent before the start. */
  readonly ranMs?: number
}

/** `job`: read with the metadata key `runStarted`, which tells when its first step started. */
export function timesOf(job: Pick<Job, 'started' | 'data' | 'finished'>, now: number): Times {
  const runStarted = datum(job, 'runStarted')
  if (job.started === undefined) return {}
  const created = readTime(job.started)
  const end = job.finished === undefined ? Math.max(now, created) : readTime(job.finished)
  if (runStarted === undefined) return job.finished === undefined ? { queuedMs: end - created } : {}
  const first = readTime(runStarted)
  return { queuedMs: Math.max(0, first - created), ranMs: Math.max(0, end - first) }
}
