/** Describes how a job ended if it did not end well. Pure. */
import type { JobDetail, Task } from '../../api/wire.ts'
import type { Tone } from '../../state/look.ts'

export interface Ending {
  readonly tone: Extract<Tone, 'bad' | 'warning' | 'stopped'>
  readonly title: string
  readonly text: string
}

/** Undefined for a job that is unfinished or ended well. `reason`: the sentence of `GET /job/{id}/reason`. */
export function endingOf(job: JobDetail, reason: string | undefined): Ending | undefined {
  const failed = failedOf(job, reason)
  const why = whyOf(reason)
  switch (job.status) {
    case 'FAILED_TOTAL':
      return failed
        ? { tone: 'bad', title: titleOf(failed), text: failed.errorMessage ?? why }
        : { tone: 'bad', title: 'Job failed', text: why }
    case 'FINISHED_WARNING':
      return {
        ...{
          tone: 'warning',
          title: failed ? `${titleOf(failed)}; the job continued without it` : 'A step failed',
        },
        text: failed?.errorMessage ?? why,
      }
    case 'ABORTED':
      return { tone: 'stopped', title: 'Job aborted', text: why }
    case 'READY':
    case 'STARTED':
    case 'VIDINET_JOB':
    case 'FINISHED':
    case 'WAITING':
    case 'ABORTED_PENDING':
    case 'HOLD':
      return undefined
  }
}

/** The failed step that the reason names, because a clean-up step may have failed after it. */
function failedOf({ log }: JobDetail, reason = ''): Task | undefined {
  const [, named] = /^The job is FAILED_TOTAL: step (\d+) failed/.exec(reason) ?? []
  return log?.task.findLast(
    ({ status, step }) => status === 'FAILED_FATAL' && (named === undefined || step === Number(named)),
  )
}

/** `Step 200 failed after 3 attempts`. */
function titleOf({ step, attempts }: Task): string {
  return attempts === 0 ? `Step ${step} failed` : `Step ${step} failed after ${attempts + 1} attempts`
}

/** “The job is ABORTED: aborted by ann.” → “Aborted by ann.” */
function whyOf(reason = ''): string {
  const why = /^The job is [A-Z_]+: (.+)$/s.exec(reason)?.[1] ?? ''
  return why.charAt(0).toUpperCase() + why.slice(1)
}
