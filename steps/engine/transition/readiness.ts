import { isRunning, type StepState } from '../../../schema/states.ts'

/** What is known of a step when it is decided what may start. */
export interface StepFacts {
  readonly number: number
  readonly state: StepState
  readonly attempt: number
  readonly after: readonly number[]
  readonly alongside: readonly number[]
  readonly critical: boolean
  readonly cleanup: boolean
}

/** `running`: the steps of the graph; `cleaning up`: only clean-up steps; `stopping`: nothing starts any more. */
export type Phase = 'running' | 'cleaning up' | 'stopping'

export interface Abort {
  /** False skips the clean-up steps of a job of which no step has started. */
  readonly cleanup: boolean
}

/** What ends a job besides its steps. */
export interface Ending {
  readonly abort: Abort | undefined
  /** The engine has given the job up: a limit has passed. */
  readonly givenUp: boolean
  /** Its clean-up has had its time. */
  readonly cleanupGivenUp: boolean
}

/** An abort, the failure of a critical step and a limit that has passed end the job by way of its clean-up steps, as long as those may run. */
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

/** The steps that wait for nothing any more, though they were not ready yet. */
export function readySteps<S extends StepFacts>(
  steps: readonly S[],
  phase: Phase,
  held: boolean,
): readonly S[] {
  const turn = inTurn(steps, phase, held)
  return turn.filter((step) => step.state === 'NONE' && isReleased(step, turn))
}

/** Ready steps that may run alongside another which has stopped before they started: they wait until it signals again. */
export function noLongerReady<S extends StepFacts>(
  steps: readonly S[],
  phase: Phase,
  held: boolean,
): readonly S[] {
  const turn = inTurn(steps, phase, held)
  return turn.filter((step) => step.state === 'READY' && !isReleased(step, turn))
}

/** The steps that start by themselves now. Clean-up steps and the others never wait for one another's. */
function inTurn<S extends StepFacts>(steps: readonly S[], phase: Phase, held: boolean): readonly S[] {
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

/** Whether everything the step depends on is far enough. A dependency that is not among the steps holds nothing up. */
export function isReleased(step: StepFacts, among: readonly StepFacts[]): boolean {
  const stateOf = new Map(among.map((other) => [other.number, other] as const))
  return (
    step.after.every((number) => isBehind(stateOf.get(number))) &&
    step.alongside.every((number) => isBehind(stateOf.get(number)) || isParallel(stateOf.get(number)))
  )
}

/** Over, and not in a way that holds the job up: a step that is not critical may have failed. */
function isBehind(step: StepFacts | undefined): boolean {
  if (!step || step.state === 'FINISHED') return true
  return step.state === 'FAILED_FATAL' && (!step.critical || step.cleanup)
}

function isParallel(step: StepFacts | undefined): boolean {
  return step?.state === 'STARTED_PARALLEL' || step?.state === 'STARTED_PARALLEL_ASYNCHRONOUS'
}

export function hasStarted(step: StepFacts): boolean {
  return step.attempt > 0 || (step.state !== 'NONE' && step.state !== 'READY')
}
