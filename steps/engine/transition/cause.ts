/** Why an event happens to a job: what was requested, or what its steps have come to. */
import type { FailureCause } from '../../../schema/failure-cause.ts'
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { JobEvent, JobState } from '../../../schema/states.ts'
import { type Condition, waitsFor } from '../declare/problem.ts'
import type { Change } from './requested-change.ts'
import type { StepDraft } from './step-draft.ts'

/** A job, what was requested of it, and its steps as that leaves them. */
interface ChangedJob {
  readonly job: LockedJob
  readonly change: Change
  readonly steps: readonly StepDraft[]
  /** The conditions that steps have begun to wait for. */
  readonly conditions: readonly Condition[]
}

export function causeOf(event: JobEvent, { job, change, steps, conditions }: ChangedJob): string | null {
  const { pause, cause = null } = change
  const [condition] = conditions
  switch (event) {
    case 'problem-raised':
      return condition && !pause ? waitsFor(condition) : cause
    case 'critical-failed':
      return change.giveUp?.reason ?? job.givenUp ?? failureOf(steps) ?? cause
    case 'steps-stopped':
      return abortOf(change.abort ?? job.abort)
    case 'all-finished':
    case 'optional-failed':
      return stoppedBy(change.stop ?? job.stop) ?? cause
    case 'step-started':
    case 'problem-resolved':
    case 'released':
    case 'abort-requested':
      return cause
  }
}

/** The cause of a state that a job ends in, for programs; null if it ends well. */
export function failureCauseOf(state: JobState, { job, change, steps }: ChangedJob): FailureCause | null {
  switch (state) {
    case 'ABORTED':
      return 'aborted'
    case 'FAILED_TOTAL':
      return change.giveUp?.cause ?? job.failureCause ?? (isLost(failedStep(steps)) ? 'worker-lost' : 'step')
    case 'READY':
    case 'STARTED':
    case 'VIDINET_JOB':
    case 'FINISHED':
    case 'FINISHED_WARNING':
    case 'WAITING':
    case 'ABORTED_PENDING':
    case 'HOLD':
      return change.giveUp?.cause ?? null
  }
}

/** Whether the step failed because it has lost its node too often, five times in a row (design.md §3.4). */
export function isLost(step: Pick<StepDraft, 'losses'> | undefined): boolean {
  return step !== undefined && step.losses >= MOST_LOSSES
}

export const MOST_LOSSES = 5

/**
 * The first critical step that failed: later failures are steps that were stopped because of it. Of those
 * that fail in this change, the step that ran.
 */
function failedStep(steps: readonly StepDraft[]): StepDraft | undefined {
  const failed = steps.filter(
    ({ critical, cleanup, state }) => critical && !cleanup && state === 'FAILED_FATAL',
  )
  const [first] = failed
    .filter(({ failure }) => failure !== null)
    .toSorted((one, other) => Date.parse(one.failure?.at ?? '') - Date.parse(other.failure?.at ?? ''))
  return first ?? failed.find(({ run }) => run !== undefined) ?? failed[0]
}

function failureOf(steps: readonly StepDraft[]): string | null {
  const step = failedStep(steps)
  return step?.failure ? step.failure.reason : (step?.errorMessage ?? null)
}

/** “stopped early by ann” */
export function stoppedBy(stop: LockedJob['stop'] | undefined): string | null {
  return stop ? `stopped early${stop.user ? ` by ${stop.user}` : ''}` : null
}

function abortOf(abort: LockedJob['abort']): string {
  return abort?.reason ?? `aborted${abort?.user ? ` by ${abort.user}` : ''}`
}
