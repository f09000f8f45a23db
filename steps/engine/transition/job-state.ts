import { isFinal, isRunning, type JobState } from '../../../schema/states.ts'
import { type Ending, phaseOf, type StepFacts } from './readiness.ts'

/** What a job's state follows from, besides the one it is in. */
export interface JobFacts extends Ending {
  readonly steps: readonly StepFacts[]
  readonly held: boolean
  /** Whether a step of it has ever run, clean-up apart. */
  readonly started: boolean
}

/** The state of a job, from its steps, its hold and the request to abort it (design.md §2). Final states are never left. */
export function jobState(current: JobState, situation: JobFacts): JobState {
  const { steps } = situation
  if (isFinal(current)) return current
  const phase = phaseOf(steps, situation)
  switch (phase) {
    case 'stopping':
      return broken(current, situation, !steps.some((step) => isRunning(step.state)))
    case 'cleaning up':
      return broken(current, situation, isCleanedUp(steps))
    case 'running':
      return steps.every((step) => step.cleanup || hasEnded(step))
        ? success(steps)
        : unfinished(current, situation)
  }
}

/** The states a job goes through from one to the other: an abort is always seen as requested before it is done, and a job that is let go queues before it waits. */
export function pathBetween(from: JobState, to: JobState): readonly JobState[] {
  if (from === to) return []
  if (to === 'ABORTED' && from !== 'ABORTED_PENDING') return ['ABORTED_PENDING', 'ABORTED']
  // Nothing of it was left to run.
  if (to === 'FINISHED' && (from === 'READY' || from === 'WAITING')) return ['STARTED', 'FINISHED']
  if (from === 'HOLD' && to === 'WAITING') return ['READY', 'WAITING']
  return [to]
}

/** The state of a job that does not go on. */
function broken(current: JobState, situation: JobFacts, isOver: boolean): JobState {
  if (situation.abort) return isOver ? 'ABORTED' : 'ABORTED_PENDING'
  return isOver ? 'FAILED_TOTAL' : unfinished(current, situation)
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
  // A job whose problem has passed, or that is let go, queues again, as does one that never started while it is cleaned up; one that
  // is between two steps goes on.
  return current === 'WAITING' || current === 'HOLD' ? 'READY' : current
}

function isCleanedUp(steps: readonly StepFacts[]): boolean {
  return steps.every((step) => (step.cleanup ? hasEnded(step) : !isRunning(step.state)))
}

function hasEnded(step: StepFacts): boolean {
  return step.state === 'FINISHED' || step.state === 'FAILED_FATAL'
}
