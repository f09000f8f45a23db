/** A step while a change is applied to its job. */
import type { WrittenChange } from '../../../schema/queries/transition/change-rows.ts'
import type { LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { StepState } from '../../../schema/states.ts'
import type { StepTransition } from './requested-change.ts'

export type StepDraft = { -readonly [K in keyof LockedStep]: LockedStep[K] } & {
  readonly was: StepState
  errorMessage: string | null
  retryAfterMs: number | null
  /** Its error message and the time of its next attempt stay as they are. */
  keepsFailure: boolean
  /** A transition happened, even if the step is in its old state again. */
  changed: boolean
  /** The attempt that a transition of this change happened to. */
  run: number | undefined
}

export function stepDraftOf(step: LockedStep): StepDraft {
  const unchanged = {
    ...{ errorMessage: null, retryAfterMs: null, keepsFailure: true },
    ...{ changed: false, run: undefined },
  }
  return { ...step, was: step.state, ...unchanged }
}

/** Takes over what a transition carries. */
export function afterTransition(
  step: StepDraft,
  became: StepState,
  { event, run, result, reason, retryAfterMs, orderly }: StepTransition,
): void {
  // A step that waits between two attempts keeps its failure.
  const isBetween = step.state === 'FAILED_RETRY' ? event === 'must-wait' : event === 'retry-awaited'
  step.changed = true
  step.state = became
  if (isBetween) return
  step.keepsFailure = false
  step.errorMessage = reason ?? null
  step.retryAfterMs = retryAfterMs ?? null
  if (run !== undefined) step.run = run
  if (result !== undefined) step.result = result
  if (event === 'retry-due') step.attempt += 1
  if (event === 'lost' && !orderly) step.losses += 1
  // The node lived to report an outcome, so earlier losses are not in a row with the next.
  if (event === 'finished' || event === 'failed-retry' || event === 'must-wait') step.losses = 0
}

export function writtenStep(step: StepDraft): WrittenChange['steps'][number] {
  const { id, was, state, attempt, losses, result, errorMessage, retryAfterMs, keepsFailure } = step
  return { id, was, state, attempt, losses, result: result ?? null, errorMessage, retryAfterMs, keepsFailure }
}

export function isStart(event: string): boolean {
  return event === 'started' || event === 'started-asynchronously'
}

/** Whether one of the steps starts. Clean-up does not start a job. */
export function startsIn(history: WrittenChange['history'], steps: readonly StepDraft[]): boolean {
  const own = new Set(steps.filter(({ cleanup }) => !cleanup).map(({ number }) => number))
  return history.some(({ event, step }) => step !== null && own.has(step) && isStart(event))
}
