/** What is to be said of a job that did not end well. Pure. */
import type { JobDetail, Task } from '../../api/wire.ts'
import type { Tone } from '../../state/look.ts'

export interface Ending {
  readonly tone: Extract<Tone, 'bad' | 'warning' | 'stopped'>
  readonly title: string
  readonly text: string
}

/** Undefined while it goes on, and when all is well. `reason`: the sentence of `GET /job/{id}/reason`, for what no step says. */
export function endingOf(job: JobDetail, reason: string | undefined): Ending | undefined {
  const failed = failedOf(job, reason)
  const why = whyOf(reason)
  switch (job.status) {
    case 'FAILED_TOTAL':
      return failed
        ? { tone: 'bad', title: titleOf(failed), text: failed.errorMessage ?? why }
        : { tone: 'bad', title: 'The job failed', text: why }
    case 'FINISHED_WARNING':
      return {
        ...{
          tone: 'warning',
          title: failed ? `${titleOf(failed)}; the job went on without it` : 'A step failed',
        },
        text: failed?.errorMessage ?? why,
      }
    case 'ABORTED':
      return { tone: 'stopped', title: 'The job was aborted', text: why }
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

/** The step that the reason names; clean-up may have failed after it. */
function failedOf({ log }: JobDetail, reason = ''): Task | undefined {
  const [, named] = /^The job is FAILED_TOTAL: step (\d+) failed/.exec(reason) ?? []
  return log?.task.findLast(
    ({ status, step }) => status === 'FAILED_FATAL' && (named === undefined || step === Number(named)),
  )
}

/** `Step 200 failed on its third try`. */
function titleOf({ step, attempts }: Task): string {
  return attempts === 0 ? `Step ${step} failed` : `Step ${step} failed on try ${attempts + 1}`
}

/** “The job is ABORTED: aborted by ann.” → “Aborted by ann.” */
function whyOf(reason = ''): string {
  const why = /^The job is [A-Z_]+: (.+)$/s.exec(reason)?.[1] ?? ''
  return why.charAt(0).toUpperCase() + why.slice(1)
}
