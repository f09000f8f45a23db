/** Derives the state of a job from its steps. All pure. */
import { isFinal, isRunning, type JobState } from '../../../schema/states.ts'
import { type Ending, phaseOf, type StepFacts } from './readiness.ts'

/** What the state of a job follows from, besides its current state. */
export interface JobFacts extends Ending {
  readonly steps: readonly StepFacts[]
  readonly held: boolean
  /** Whether a step has ever run, clean-up excepted. */
  readonly started: boolean
}

/** The state of a job, from its steps, its hold and its abort (design.md §2). Final states are never left. */
export function jobState(current: JobState, facts: JobFacts): JobState {
  const { steps } = facts
  if (isFinal(current)) return current
  const phase = phaseOf(steps, facts)
  switch (phase) {
    case 'stopping':
      return broken(current, facts, !steps.some((step) => isRunning(step.state)))
    case 'cleaning up':
      return broken(current, facts, isCleanedUp(steps))
    case 'running':
      return steps.every((step) => step.cleanup || hasEnded(step))
        ? success(steps)
        : unfinished(current, facts)
  }
}

/**
 * The states between two states, the last included: an abort is requested before it is done, and a released
 * job queues before it waits.
 */
export function pathBetween(from: JobState, to: JobState): readonly JobState[] {
  if (from === to) return []
  if (to === 'ABORTED' && from !== 'ABORTED_PENDING') return ['ABORTED_PENDING', 'ABORTED']
  // No step was left to run.
  if (to === 'FINISHED' && (from === 'READY' || from === 'WAITING')) return ['STARTED', 'FINISHED']
  if (from === 'HOLD' && to === 'WAITING') return ['READY', 'WAITING']
  return [to]
}

/** The state of a job that is ending. */
function broken(current: JobState, facts: JobFacts, isOver: boolean): JobState {
  if (facts.abort) return isOver ? 'ABORTED' : 'ABORTED_PENDING'
  return isOver ? 'FAILED_TOTAL' : unfinished(current, facts)
}

function success(steps: readonly StepFacts[]): JobState {
  return steps.some((step) => !step.cleanup && step.state === 'FAILED_FATAL')
    ? 'FINISHED_WARNING'
    : 'FINISHED'
}

function unfinished(current: JobState, { steps, held, started }: JobFacts): JobState {
  if (held) return 'HOLD'
  const runs = steps.some((step) => isRunning(step.state))
  if (started && runs) return 'STARTED'
  if (!runs && steps.some((step) => step.state === 'WAITING')) return 'WAITING'
  // A job whose problem has passed, a released job, and a job that is cleaned up without having started queue
  // again. A job between two steps keeps its state.
  return current === 'WAITING' || current === 'HOLD' ? 'READY' : current
}

function isCleanedUp(steps: readonly StepFacts[]): boolean {
  return steps.every((step) => (step.cleanup ? hasEnded(step) : !isRunning(step.state)))
}

function hasEnded(step: StepFacts): boolean {
  return step.state === 'FINISHED' || step.state === 'FAILED_FATAL'
}
