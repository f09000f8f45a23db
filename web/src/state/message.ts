/** What a job is at, in one line. Pure. */
import type { Job } from '../api/wire.ts'
import { duration, readTime } from '../time/say-time.ts'

/** Why it failed, how long it took, who has paused it, what it waits for, or the step it is at; empty when it has not begun. */
export function messageOf({ status, started, finished, currentStep, waiting, paused, log }: Job): string {
  const tasks = log?.task ?? []
  if (status === 'FAILED_TOTAL' || status === 'FINISHED_WARNING') {
    const failed = tasks.findLast(({ errorMessage }) => errorMessage !== undefined)
    if (failed?.errorMessage) return failed.errorMessage
  }
  if (started && finished) return `Took ${duration(readTime(finished) - readTime(started))}`
  if (paused !== undefined) return `Paused by ${paused}`
  if (waiting?.requirement) return waitsFor(waiting.requirement, waiting.resourceId)
  return currentStep?.description ?? ''
}

/** A requirement of ours is `to …`, said of what it is about. */
function waitsFor(requirement: string, resourceId: string | undefined): string {
  return resourceId === undefined ? requirement : `Waits for ${resourceId} ${requirement}`
}
