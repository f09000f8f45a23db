/** Finds the running steps whose progress has changed since the last poll. Pure. */
import type { RunningProgress } from '../../schema/queries/records/read-progress.ts'
import type { StepProgress } from './message.ts'

/** The last seen progress of each running step, by job, step and attempt. */
export type Seen = ReadonlyMap<string, number>

export function progressSince(
  seen: Seen,
  running: readonly RunningProgress[],
): { readonly now: Seen; readonly further: ReadonlyMap<number, readonly StepProgress[]> } {
  const now = new Map<string, number>()
  const further = new Map<number, StepProgress[]>()
  for (const { job, step, attempt, value, total, unit } of running) {
    const key = `${job}/${step}/${attempt}`
    now.set(key, value)
    if (seen.get(key) === value) continue
    const steps = further.get(job) ?? []
    steps.push({
      step,
      attempts: attempt,
      value,
      ...(total !== null && { total }),
      ...(unit !== null && { unit }),
    })
    further.set(job, steps)
  }
  return { now, further }
}
