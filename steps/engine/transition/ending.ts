/** Decides, once and under the job's lock, what the end of an attempt changes. */
import type { LogLevel } from '../../../schema/log-level.ts'
import type { LockedJob, LockedStep } from '../../../schema/queries/transition/lock-job.ts'
import { waitsFor } from '../declare/problem.ts'
import type { Outcome } from '../declare/step.ts'
import { CLEANUP_AGAIN_MS } from './cleanup.ts'
import type { Change, StepTransition } from './requested-change.ts'

/** Why the signal of an attempt was aborted. */
export type Stopped = 'aborted' | 'job failed' | 'node stopped' | 'placement lost'

/** Names an attempt. */
export interface AttemptRef {
  readonly number: number
  /** The id of the attempt, and of its placement. */
  readonly run: number
  readonly nodeId?: number
}

export interface Backoff {
  /** Delay before the first retry where the job sets none, ms; it doubles with each retry. */
  readonly firstMs: number
  /** 0 … 1, drawn anew for each delay. */
  readonly jitter: number
}

/** A change that ends an attempt, and what the log of the attempt says of it. */
export type AttemptEnd = Change & { readonly says?: { readonly level: LogLevel; readonly text: string } }

/** What the outcome of an attempt changes. Pure. */
export function ending(
  job: LockedJob,
  step: LockedStep,
  ref: AttemptRef,
  outcome: Outcome,
  backoff: Backoff,
): AttemptEnd {
  switch (outcome.ended) {
    case 'finished': {
      const { result, metadata } = outcome
      const transition = { event: 'finished' as const, ...(result !== undefined && { result }) }
      return { ...ended(ref, transition), ...(metadata && { metadata }) }
    }
    case 'waitFor': {
      const { condition } = outcome
      const reason = waitsFor(condition)
      if (mustEnd(job, step)) return failed(step, ref, reason)
      const says = { level: 'info' as const, text: `${attemptName(step)} ${reason}` }
      return { ...ended(ref, { event: 'must-wait', condition, reason }), cause: reason, says }
    }
    case 'retry':
      return isLast(job, step) ? failed(step, ref, outcome.reason) : retried(job, step, ref, outcome, backoff)
    case 'fatal':
      return failed(step, ref, outcome.reason)
  }
}

function ended(ref: AttemptRef, transition: Omit<StepTransition, keyof AttemptRef>): Change {
  return { transitions: [{ ...ref, ...transition }], dropped: [ref.run] }
}

function failed(step: LockedStep, ref: AttemptRef, reason: string): AttemptEnd {
  const says = { level: 'error' as const, text: `${attemptName(step)} failed for good: ${reason}` }
  return { ...ended(ref, { event: 'failed-fatal', reason }), cause: reason, says }
}

function retried(
  job: LockedJob,
  step: LockedStep,
  ref: AttemptRef,
  { reason }: { readonly reason: string },
  backoff: Backoff,
): AttemptEnd {
  // A failed step of a held job waits for a request (design.md §3.1); clean-up steps are never requested.
  const isAutomatic = !job.held || step.cleanup
  const again = isAutomatic ? { retryAfterMs: retryAfterMs(step, backoff) } : {}
  const says = {
    level: 'warning' as const,
    text: `${attemptName(step)} failed and can be retried: ${reason}`,
  }
  return { ...ended(ref, { event: 'failed-retry', reason, ...again }), cause: reason, says }
}

function isLast(job: LockedJob, step: LockedStep): boolean {
  return step.attempt + 1 >= step.tries || (job.abort !== null && !step.cleanup) || mustEnd(job, step)
}

/** A stopped step, and clean-up that was given up, neither wait nor are retried. */
function mustEnd(job: LockedJob, { cleanup }: LockedStep): boolean {
  return cleanup ? job.cleanupGivenUp !== null : job.stop !== null
}

function retryAfterMs({ attempt, backoff: ownS, cleanup }: LockedStep, backoff: Backoff): number {
  const firstMs = ownS === null ? backoff.firstMs : ownS * 1_000
  return cleanup ? Math.min(firstMs, CLEANUP_AGAIN_MS) : backoffMs(attempt, { ...backoff, firstMs })
}

/**
 * What stopping an attempt changes. An abort or the failure of the job ends the step for good; anything else
 * lets it run again elsewhere. A clean-up step runs again until clean-up is given up: an abort is what it
 * exists for.
 */
export function stopping(job: LockedJob, step: LockedStep, ref: AttemptRef, stopped: Stopped): AttemptEnd {
  const says = { level: 'info' as const, text: `${attemptName(step)} was stopped: ${stopped}` }
  const reason = step.cleanup ? job.cleanupGivenUp : whyOver(job, stopped)
  if (reason !== null) return { ...ended(ref, { event: 'failed-fatal', reason }), says }
  return { ...ended(ref, { event: 'lost', reason: stopped, orderly: stopped !== 'placement lost' }), says }
}

/** Why a stopped step does not run again; null when it does. */
function whyOver(job: LockedJob, stopped: Stopped): string | null {
  if (job.abort || stopped === 'aborted') return abortedBy(job)
  return job.givenUp ?? (stopped === 'job failed' ? 'stopped because another step of the job failed' : null)
}

/** “aborted by admin: no longer wanted”, as far as it is known. */
export function abortedBy({ abort }: LockedJob): string {
  return `aborted${abort?.user ? ` by ${abort.user}` : ''}${abort?.reason ? `: ${abort.reason}` : ''}`
}

/**
 * Doubles each time, at most a day; a tenth of jitter keeps jobs that failed together from returning
 * together.
 */
export function backoffMs(attempt: number, { firstMs, jitter }: Backoff): number {
  return Math.round(Math.min(firstMs * 2 ** Math.min(attempt, 40), LONGEST_BACKOFF_MS) * (0.9 + 0.2 * jitter))
}

/** Without a bound, many attempts would add up to a delay that PostgreSQL cannot represent. */
const LONGEST_BACKOFF_MS = 86_400_000

/** “Attempt 0 of step 100”, as logs begin. */
export function attemptName({ attempt, number }: Pick<LockedStep, 'attempt' | 'number'>): string {
  return `Attempt ${attempt} of step ${number}`
}
