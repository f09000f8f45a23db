/** Starts one step of a held job on request. */
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import { isRunning } from '../../../schema/states.ts'
import { isReleased, phaseOf } from './readiness.ts'
import type { StepTransition } from './requested-change.ts'

/** Why a step cannot be started; `unknown` when the job has no such step. */
export type NotRun = { readonly unknown: true } | { readonly reason: string }

/**
 * What the request changes (design.md §3.1): this step may start, other ready steps do not. A failed step
 * gets a new attempt; a finished one is refused. Pure.
 */
export function runStep(job: LockedJob, number: number): StepTransition | NotRun {
  const step = job.steps.find((one) => one.number === number)
  if (!step) return { unknown: true }
  if (!job.held) return { reason: `the job is ${job.state}: only steps of a job in HOLD can be run` }
  const [givenUp, cleanupGivenUp] = [job.givenUp !== null, job.cleanupGivenUp !== null]
  if (phaseOf(job.steps, { abort: job.abort ?? undefined, givenUp, cleanupGivenUp }) !== 'running')
    return { reason: 'the job is ending' }
  if (job.paused) return { reason: 'the job is paused' }
  if (step.cleanup)
    return { reason: `step ${number} is a clean-up step: it runs only when the job fails or is aborted` }
  if (isRunning(step.state)) return { reason: `step ${number} is already running` }
  if (step.state === 'NONE') {
    const own = job.steps.filter(({ cleanup }) => !cleanup)
    return isReleased(step, own)
      ? { number, event: 'dependencies-met' }
      : { reason: unmetDependencies(step, job) }
  }
  if (step.state === 'FAILED_RETRY') return { number, event: 'retry-due' }
  if (step.state === 'READY') return { reason: `step ${number} is already queued` }
  return { reason: `step ${number} is ${step.state}` }
}

/** “step 300 waits for step 100, 200” */
function unmetDependencies(step: LockedJob['steps'][number], { steps }: LockedJob): string {
  const own = steps.filter(({ cleanup }) => !cleanup)
  const isOpen = (only: { after: readonly number[]; alongside: readonly number[] }) =>
    !isReleased({ ...step, ...only }, own)
  const open = [
    ...step.after.filter((one) => isOpen({ after: [one], alongside: [] })),
    ...step.alongside.filter((one) => isOpen({ after: [], alongside: [one] })),
  ]
  return `step ${step.number} waits for step ${open.join(', ')}`
}
