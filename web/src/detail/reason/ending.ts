/** Describes how a job ended if it did not end well. Pure. */
import type { FailureCause } from '../../../../schema/failure-cause.ts'
import { sentenceFrom } from '../../about/about.ts'
import { datum } from '../../api/datum.ts'
import type { Job, JobDetail } from '../../api/wire.ts'
import { isStopped, lookOf, type Tone } from '../../state/look.ts'

export interface Ending {
  readonly tone: Extract<Tone, 'bad' | 'warning' | 'stopped'>
  readonly title: string
  readonly text: string
}

/** Undefined for a job that is unfinished or ended well. `reason`: the sentence of `GET /job/{id}/reason`. */
export function endingOf(job: JobDetail, reason: string | undefined): Ending | undefined {
  const { status, failureCause: cause } = job
  if (isStopped(job)) return { tone: 'stopped', title: lookOf(job).word, text: stoppedText(job) }
  if (status === 'FINISHED_WARNING') {
    const failed = job.log?.task.findLast(({ status: state }) => state === 'FAILED_FATAL')
    const title = failed ? `${failedTitle(job, failed.step)}; the job continued without it` : 'A step failed'
    return { tone: 'warning', title, text: sentenceFrom(failed?.errorMessage ?? whyOf(reason)) }
  }
  if (status !== 'FAILED_TOTAL' && status !== 'ABORTED') return undefined
  const why = datum(job, 'errorMessage') ?? whyOf(reason)
  if (cause === undefined) return { tone: 'bad', title: 'Job failed', text: sentenceFrom(why) }
  return { ...HOW[cause](job), text: sentenceFrom(cause === 'aborted' ? whyOf(reason) : why) }
}

type How = (job: Pick<JobDetail, 'failedStep' | 'log'>) => Pick<Ending, 'tone' | 'title'>

const HOW: Readonly<Record<FailureCause, How>> = {
  step: (job) => ({ tone: 'bad', title: failedTitle(job, job.failedStep) }),
  'queue-time-limit': () => ({ tone: 'bad', title: 'Queue time limit exceeded' }),
  'run-time-limit': () => ({ tone: 'bad', title: 'Run time limit exceeded' }),
  'worker-lost': ({ failedStep }) => ({
    tone: 'bad',
    title:
      failedStep === undefined ? 'Worker lost too often' : `Step ${failedStep} lost its worker too often`,
  }),
  'not-started': () => ({ tone: 'bad', title: 'Could not be started' }),
  aborted: () => ({ tone: 'stopped', title: 'Job aborted' }),
}

/** `Step 200 failed after 3 attempts`. */
function failedTitle({ log }: Pick<JobDetail, 'log'>, step: number | undefined): string {
  if (step === undefined) return 'A step failed'
  const retries = log?.task.findLast((task) => task.step === step)?.attempts ?? 0
  return retries === 0 ? `Step ${step} failed` : `Step ${step} failed after ${retries + 1} attempts`
}

function stoppedText(job: Pick<Job, 'data'>): string {
  return datum(job, 'partialOutput') === 'true'
    ? 'The output is partial: it ends where the job was stopped.'
    : 'The output is complete: the job was stopped after it had been made.'
}

/** “The job is ABORTED: aborted by ann.” → “aborted by ann.” */
export function whyOf(reason = ''): string {
  return /^The job is [A-Z_]+: (.+)$/s.exec(reason)?.[1] ?? ''
}
