/** Describes the current situation of a job in one line. Pure. */
import type { Job } from '../api/wire.ts'
import { duration, readTime } from '../time/say-time.ts'

/** Its error, duration, pause, wait or current step; empty if it has not started. */
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

/** The server words a requirement as `to …`, to follow its resource. */
function waitsFor(requirement: string, resourceId: string | undefined): string {
  return resourceId === undefined ? requirement : `Waiting for ${resourceId} ${requirement}`
}
