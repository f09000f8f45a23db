import type { LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import type { WrittenChange } from '../../../schema/queries/transition/written-change.ts'
import type { StepState } from '../../../schema/states.ts'
import type { StepTransition } from './apply-change.ts'

/** A step while a change is applied to it. */
export type StepDraft = { -readonly [K in keyof LockedStep]: LockedStep[K] } & {
  readonly was: StepState
  errorMessage: string | null
  retryAfterMs: number | null
  /** Whether nothing has happened to it that changes its message and the time of its next try. */
  asItFailed: boolean
  /** Whether anything happened to it, also when it is as it was in the end. */
  moved: boolean
  /** The run that something happened to in this change. */
  run: number | undefined
}

/** One run of a step, as it is written. */
export type WrittenAttempt = WrittenChange['attempts'][number]

export function draftOf(step: LockedStep): StepDraft {
  const untouched = { errorMessage: null, retryAfterMs: null, asItFailed: true, moved: false, run: undefined }
  return { ...step, was: step.state, ...untouched }
}

/** Takes over what a move brings along. */
export function afterMove(
  step: StepDraft,
  became: StepState,
  { event, run, result, reason, retryAfterMs, orderly }: StepTransition,
): void {
  // What is kept waiting between two tries stays as it failed.
  const between = step.state === 'FAILED_RETRY' ? event === 'must-wait' : event === 'retry-awaited'
  step.moved = true
  step.state = became
  if (between) return
  step.asItFailed = false
  step.errorMessage = reason ?? null
  step.retryAfterMs = retryAfterMs ?? null
  if (run !== undefined) step.run = run
  if (result !== undefined) step.result = result
  if (event === 'retry-due') step.attempt += 1
  if (event === 'lost' && !orderly) step.losses += 1
  // Its worker has lived to tell how it ended, so the losses before were not in a row with the next.
  if (event === 'finished' || event === 'failed-retry' || event === 'must-wait') step.losses = 0
}

export function writtenStep({
  id,
  was,
  state,
  attempt,
  losses,
  result,
  errorMessage,
  retryAfterMs,
  asItFailed,
}: StepDraft): WrittenChange['steps'][number] {
  return { id, was, state, attempt, losses, result: result ?? null, errorMessage, retryAfterMs, asItFailed }
}

export function isStart(event: string): boolean {
  return event === 'started' || event === 'started-asynchronously'
}

/** Whether one of the steps starts: clean-up is no start of the job. */
export function startsIn(history: WrittenChange['history'], steps: readonly StepDraft[]): boolean {
  const own = new Set(steps.filter(({ cleanup }) => !cleanup).map(({ number }) => number))
  return history.some(({ event, step }) => step !== null && own.has(step) && isStart(event))
}
