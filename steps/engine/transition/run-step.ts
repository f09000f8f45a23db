import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import { isRunning } from '../../../schema/states.ts'
import type { StepTransition } from './apply-change.ts'
import { isReleased, phaseOf } from './readiness.ts'

/** Why a step cannot be run on request; `unknown` when the job has no such step. */
export type NotRun = { readonly unknown: true } | { readonly reason: string }

/**
 * What asking for one step of a held job changes (design.md §3.1): the step may start, whatever else is ready does not. A step
 * that failed is tried anew, under the next number; one that is over is not run again. Pure.
 */
export function runStep(job: LockedJob, number: number): StepTransition | NotRun {
  const step = job.steps.find((one) => one.number === number)
  if (!step) return { unknown: true }
  if (!job.held)
    return { reason: `the job is ${job.state}: only the steps of a job in HOLD are run on request` }
  const [givenUp, cleanupGivenUp] = [job.givenUp !== null, job.cleanupGivenUp !== null]
  if (phaseOf(job.steps, { abort: job.abort ?? undefined, givenUp, cleanupGivenUp }) !== 'running')
    return { reason: 'the job is ending: nothing of it is run any more' }
  if (job.paused) return { reason: 'the job is paused: nothing of it starts until it is resumed' }
  if (step.cleanup)
    return { reason: `step ${number} is a clean-up step: it runs when the job fails or is aborted` }
  if (isRunning(step.state)) return { reason: `step ${number} runs already` }
  if (step.state === 'NONE') {
    const free = isReleased(
      step,
      job.steps.filter(({ cleanup }) => !cleanup),
    )
    return free ? { number, event: 'dependencies-met' } : { reason: waitsFor(step, job) }
  }
  if (step.state === 'FAILED_RETRY') return { number, event: 'retry-due' }
  if (step.state === 'READY') return { reason: `step ${number} was asked for already` }
  return { reason: `step ${number} is ${step.state}` }
}

/** Which of its dependencies are not far enough. */
function waitsFor(step: LockedJob['steps'][number], { steps }: LockedJob): string {
  const own = steps.filter(({ cleanup }) => !cleanup)
  const isOpen = (only: { after: readonly number[]; alongside: readonly number[] }) =>
    !isReleased({ ...step, ...only }, own)
  const open = [
    ...step.after.filter((one) => isOpen({ after: [one], alongside: [] })),
    ...step.alongside.filter((one) => isOpen({ after: [], alongside: [one] })),
  ]
  return `step ${step.number} waits for step ${open.join(', ')}`
}
