/** Bounds the time of clean-up: a clean-up step that hangs or waits must not keep its job from ending. */
import type { WrittenChange } from '../../../schema/queries/transition/change-rows.ts'
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import { hasStarted, type StepFacts } from './readiness.ts'
import type { Change } from './requested-change.ts'
import { isStart } from './step-draft.ts'

/**
 * From when the first clean-up step starts or waits. Removing files takes seconds; a storage that was away is
 * back in minutes.
 */
export const CLEANUP_WITHIN_S = 300
/** Delay between two attempts, so that all of them fit into that time. */
export const CLEANUP_AGAIN_MS = 5_000

/**
 * What a change means for the time of clean-up. It starts anew after a loss: a restarting machine was away
 * for longer.
 */
export function cleanupTime(
  { steps }: LockedJob,
  history: WrittenChange['history'],
): Pick<WrittenChange['job'], 'cleanupWithinS' | 'cleanupAnew'> {
  const cleaning = new Set(steps.filter(({ cleanup }) => cleanup).map(({ number }) => number))
  const events = history.flatMap(({ step, event }) => (step !== null && cleaning.has(step) ? [event] : []))
  const begins = events.some((event) => isStart(event) || event === 'must-wait')
  return { cleanupWithinS: begins ? CLEANUP_WITHIN_S : null, cleanupAnew: events.includes('run-again') }
}

export function hasBegunCleanup(steps: readonly StepFacts[]): boolean {
  return steps.some((step) => step.cleanup && hasStarted(step))
}

/** The time of its clean-up is over. */
export function cleanupTooLong(job: LockedJob): Change | undefined {
  if (job.cleanupGivenUp !== null) return undefined
  const reason = `clean-up time limit of ${CLEANUP_WITHIN_S} s exceeded`
  return { giveUpCleanup: reason, cause: reason }
}

/** A second abort ends clean-up that has begun: the client does not want to wait for it. */
export function abortedAgain(
  job: LockedJob,
  { user, reason }: { readonly user: string; readonly reason: string | null },
): Change | undefined {
  if (job.cleanupGivenUp !== null || !hasBegunCleanup(job.steps)) return undefined
  const why = `clean-up ended by ${user}${reason ? `: ${reason}` : ''}`
  return { giveUpCleanup: why, user, cause: why }
}
