import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import { waitsFor } from '../declare/problem.ts'
import type { Outcome } from '../declare/step.ts'
import type { Change, StepTransition } from './apply-change.ts'
import { CLEANUP_AGAIN_MS } from './cleanup.ts'

/** Why an attempt's signal was aborted. */
export type Stopped = 'aborted' | 'job failed' | 'node stopped' | 'claim lost'

export interface AttemptRef {
  readonly number: number
  readonly run: number
  readonly nodeId?: number
}

export interface Backoff {
  /** Wait before the first retry, ms, where the job says nothing of it; each further one waits twice as long. */
  readonly firstMs: number
  /** 0 … 1, drawn anew for each wait. */
  readonly jitter: number
}

/** What the end of an attempt changes. Pure. */
export function ending(
  job: LockedJob,
  step: LockedStep,
  run: AttemptRef,
  outcome: Outcome,
  backoff: Backoff,
): Change {
  const dropped = [run.run]
  switch (outcome.ended) {
    case 'finished': {
      const { result, metadata } = outcome
      const move: StepTransition = { ...run, event: 'finished', ...(result !== undefined && { result }) }
      return { transitions: [move], dropped, ...(metadata && { metadata }) }
    }
    case 'waitFor': {
      const { condition } = outcome
      const reason = waitsFor(condition)
      if (hasToEnd(job, step)) return givenUp(run, reason)
      return { transitions: [{ ...run, event: 'must-wait', condition, reason }], dropped, cause: reason }
    }
    case 'retry': {
      const { reason } = outcome
      const last =
        step.attempt + 1 >= step.tries || (job.abort !== null && !step.cleanup) || hasToEnd(job, step)
      // Under HOLD a failed step waits to be asked for (design.md §3.1); for clean-up steps nobody asks.
      const byItself = !job.held || step.cleanup
      const again = byItself ? { retryAfterMs: retryAfterMs(step, backoff) } : {}
      const move: StepTransition = last
        ? { ...run, event: 'failed-fatal', reason }
        : { ...run, event: 'failed-retry', reason, ...again }
      return { transitions: [move], dropped, cause: reason }
    }
    case 'fatal':
      return givenUp(run, outcome.reason)
  }
}

function givenUp(run: AttemptRef, reason: string): Change {
  return { transitions: [{ ...run, event: 'failed-fatal', reason }], dropped: [run.run], cause: reason }
}

/** What was asked to end with what it has, and clean-up that was given up, neither waits nor is tried again. */
function hasToEnd(job: LockedJob, { cleanup }: LockedStep): boolean {
  return cleanup ? job.cleanupGivenUp !== null : job.stop !== null
}

function retryAfterMs({ attempt, backoff: ownS, cleanup }: LockedStep, backoff: Backoff): number {
  const firstMs = ownS === null ? backoff.firstMs : ownS * 1_000
  return cleanup ? Math.min(firstMs, CLEANUP_AGAIN_MS) : backoffMs(attempt, { ...backoff, firstMs })
}

/**
 * What the stop of an attempt changes: an abort or the failure of the job ends the step for good, anything else lets it run again elsewhere. A clean-up
 * step runs again until it is given up itself: an abort is what it is there for.
 */
export function stopping(job: LockedJob, run: AttemptRef, stopped: Stopped): Change {
  const cleanup = job.steps.some((step) => step.number === run.number && step.cleanup)
  const reason = cleanup ? job.cleanupGivenUp : whyOver(job, stopped)
  if (reason !== null) return { transitions: [{ ...run, event: 'failed-fatal', reason }], dropped: [run.run] }
  return {
    transitions: [{ ...run, event: 'lost', reason: stopped, orderly: stopped !== 'claim lost' }],
    dropped: [run.run],
  }
}

/** Why a step that was stopped does not run again; null when it does. */
function whyOver(job: LockedJob, stopped: Stopped): string | null {
  if (job.abort || stopped === 'aborted') return abortedBy(job)
  return (
    job.givenUp ?? (stopped === 'job failed' ? 'stopped, because another step of the job has failed' : null)
  )
}

/** “aborted by admin: no longer wanted”, as far as it is known. */
export function abortedBy({ abort }: LockedJob): string {
  return `aborted${abort?.user ? ` by ${abort.user}` : ''}${abort?.reason ? `: ${abort.reason}` : ''}`
}

/** Twice as long each time, at most a day, give or take a tenth, so that jobs that failed together do not all come back at once. */
export function backoffMs(attempt: number, { firstMs, jitter }: Backoff): number {
  return Math.round(Math.min(firstMs * 2 ** Math.min(attempt, 40), LONGEST_BACKOFF_MS) * (0.9 + 0.2 * jitter))
}

/** A step that may be tried often enough would else wait for longer than PostgreSQL can say. */
const LONGEST_BACKOFF_MS = 86_400_000
