/** Clean-up takes a bounded time in all: what hangs or waits in it must not keep a job from ending. All pure. */
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { WrittenChange } from '../../../schema/queries/transition/written-change.ts'
import type { Change } from './apply-change.ts'
import { hasStarted, type StepFacts } from './readiness.ts'
import { isStart } from './step-draft.ts'

/** From when the first clean-up step starts or waits. Files are removed in seconds, and a storage that was away for a moment is back in minutes. */
export const CLEANUP_WITHIN_S = 300
/** Between two tries: all of them are to find their place in that time. */
export const CLEANUP_AGAIN_MS = 5_000

/** What a change means for the time that clean-up has. One whose worker was lost begins anew: a machine that is started again has been away for longer. */
export function cleanupTime(
  { steps }: LockedJob,
  history: WrittenChange['history'],
): Pick<WrittenChange['job']['cleanup'], 'withinS' | 'anew'> {
  const cleaning = new Set(steps.filter(({ cleanup }) => cleanup).map(({ number }) => number))
  const events = history.flatMap(({ step, event }) => (step !== null && cleaning.has(step) ? [event] : []))
  const begins = events.some((event) => isStart(event) || event === 'must-wait')
  return { withinS: begins ? CLEANUP_WITHIN_S : null, anew: events.includes('run-again') }
}

export function hasBegunCleanup(steps: readonly StepFacts[]): boolean {
  return steps.some((step) => step.cleanup && hasStarted(step))
}

/** Its time is over. */
export function cleanupTooLong(job: LockedJob): Change | undefined {
  if (job.cleanupGivenUp !== null) return undefined
  const reason = `its clean-up took longer than ${CLEANUP_WITHIN_S} s`
  return { giveUpCleanup: reason, cause: reason }
}

/** An abort of a job that is being aborted ends the clean-up that has begun: who asks twice does not want to wait for it. */
export function abortedAgain(
  job: LockedJob,
  { user, reason }: { readonly user: string; readonly reason: string | null },
): Change | undefined {
  if (job.cleanupGivenUp !== null || !hasBegunCleanup(job.steps)) return undefined
  const why = `its clean-up was ended by ${user}${reason ? `: ${reason}` : ''}`
  return { giveUpCleanup: why, user, cause: why }
}
