/** Jobs in any state, as `lockJob` reads them: the input of the pure functions of the engine. */

import type {
  LockedJob,
  LockedPlacement,
  LockedStep,
} from '../../../../schema/queries/transition/lock-job.ts'
import type { JobState, StepState } from '../../../../schema/states.ts'

/** A step of a job; its id is its number. */
export type GivenStep = Partial<LockedStep> & { readonly number: number; readonly state: StepState }

export function lockedStep(given: GivenStep): LockedStep {
  return {
    ...{
      id: given.number,
      name: `step-${given.number}`,
      attempt: 0,
      losses: 0,
      runsAs: 'STARTED_ASYNCHRONOUS',
    },
    ...{ after: [], alongside: [], critical: true, cleanup: false, tries: 6, backoff: null },
    ...{ result: null, failure: null, toRetry: false, waitsFor: [] },
    ...given,
  }
}

export type GivenJob = Partial<Omit<LockedJob, 'steps' | 'state'>>

export function lockedJob(state: JobState, steps: readonly GivenStep[], given: GivenJob = {}): LockedJob {
  return {
    ...{
      id: 1,
      type: 'TEST',
      state,
      user: 'admin',
      held: state === 'HOLD',
      started:
        steps.some(
          ({ state, attempt = 0, losses = 0 }) =>
            attempt + losses > 0 || (state !== 'NONE' && state !== 'READY'),
        ) || state === 'STARTED',
      abort: null,
      ...{ paused: null, stop: null, givenUp: null, failureCause: null, cleanupGivenUp: null },
    },
    ...{ placements: [], metadata: {}, steps: steps.map(lockedStep) },
    ...given,
  }
}

/** The placement of a step. Its id, which is also that of its run, is the number of the step. */
export function placement(number: number, fetched = true): LockedPlacement {
  return { id: number, stepId: number, nodeId: 7, fetched }
}

export const ABORT = { cleanup: true, user: 'admin', reason: 'no longer wanted' } as const
