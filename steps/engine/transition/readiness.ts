/** Which steps of a job may start. All pure. */
import { isRunning, type StepState } from '../../../schema/states.ts'

/** What readiness depends on. */
export interface StepFacts {
  readonly number: number
  readonly state: StepState
  readonly attempt: number
  readonly after: readonly number[]
  readonly alongside: readonly number[]
  readonly critical: boolean
  readonly cleanup: boolean
}

/**
 * `running`: the steps of the graph; `cleaning up`: only clean-up steps; `stopping`: no further step starts.
 */
export type Phase = 'running' | 'cleaning up' | 'stopping'

export interface Abort {
  /** False skips the clean-up steps of a job of which no step has started. */
  readonly cleanup: boolean
}

/** What ends a job besides its steps. */
export interface Ending {
  readonly abort: Abort | undefined
  /** A limit was exceeded. */
  readonly givenUp: boolean
  /** The time of clean-up is over. */
  readonly cleanupGivenUp: boolean
}

/**
 * An abort, the failure of a critical step and an exceeded limit end a job by way of its clean-up steps,
 * while those may run.
 */
export function phaseOf(steps: readonly StepFacts[], ending: Ending): Phase {
  const phase = phaseBefore(steps, ending)
  return phase === 'cleaning up' && ending.cleanupGivenUp ? 'stopping' : phase
}

function phaseBefore(steps: readonly StepFacts[], { abort, givenUp }: Omit<Ending, 'cleanupGivenUp'>): Phase {
  if (givenUp && !abort) return 'cleaning up'
  if (abort) return abort.cleanup || steps.some(hasStarted) ? 'cleaning up' : 'stopping'
  return steps.some((step) => step.critical && !step.cleanup && step.state === 'FAILED_FATAL')
    ? 'cleaning up'
    : 'running'
}

/** Steps whose dependencies are met and that are not ready yet. */
export function readySteps<S extends StepFacts>(
  steps: readonly S[],
  phase: Phase,
  held: boolean,
): readonly S[] {
  const eligible = eligibleSteps(steps, phase, held)
  return eligible.filter((step) => step.state === 'NONE' && isReleased(step, eligible))
}

/**
 * Ready steps with a parallel dependency on a step that stopped before they started: they wait for its next
 * signal.
 */
export function noLongerReady<S extends StepFacts>(
  steps: readonly S[],
  phase: Phase,
  held: boolean,
): readonly S[] {
  const eligible = eligibleSteps(steps, phase, held)
  return eligible.filter((step) => step.state === 'READY' && !isReleased(step, eligible))
}

/** The steps that may start without a request. Clean-up steps and others never depend on one another. */
function eligibleSteps<S extends StepFacts>(steps: readonly S[], phase: Phase, held: boolean): readonly S[] {
  switch (phase) {
    case 'running':
      return held ? [] : steps.filter(({ cleanup }) => !cleanup)
    case 'cleaning up':
      return steps.some(({ cleanup, state }) => !cleanup && isRunning(state))
        ? []
        : steps.filter(({ cleanup }) => cleanup)
    case 'stopping':
      return []
  }
}

/** Whether all dependencies of the step are met. A dependency that is not among the steps is met. */
export function isReleased(step: StepFacts, among: readonly StepFacts[]): boolean {
  const byNumber = new Map(among.map((other) => [other.number, other] as const))
  return (
    step.after.every((number) => isPast(byNumber.get(number))) &&
    step.alongside.every((number) => isPast(byNumber.get(number)) || isParallel(byNumber.get(number)))
  )
}

/** Over, in a way that lets the job go on: a step that is not critical may have failed. */
function isPast(step: StepFacts | undefined): boolean {
  if (!step || step.state === 'FINISHED') return true
  return step.state === 'FAILED_FATAL' && (!step.critical || step.cleanup)
}

function isParallel(step: StepFacts | undefined): boolean {
  return step?.state === 'STARTED_PARALLEL' || step?.state === 'STARTED_PARALLEL_ASYNCHRONOUS'
}

export function hasStarted(step: StepFacts): boolean {
  return step.attempt > 0 || (step.state !== 'NONE' && step.state !== 'READY')
}
