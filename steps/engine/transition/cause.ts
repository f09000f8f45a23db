/** Why an event happens to a job: what was requested, or what its steps have come to. */
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { JobEvent } from '../../../schema/states.ts'
import { type Condition, waitsFor } from '../declare/problem.ts'
import type { Change } from './requested-change.ts'
import type { StepDraft } from './step-draft.ts'

/** A job, what was requested of it, and its steps as that leaves them. */
interface ChangedJob {
  readonly job: LockedJob
  readonly change: Change
  readonly steps: readonly StepDraft[]
  /** The conditions that steps have begun to wait for. */
  readonly conditions: readonly Condition[]
}

export function causeOf(event: JobEvent, { job, change, steps, conditions }: ChangedJob): string | null {
  const { pause, cause = null } = change
  const [condition] = conditions
  switch (event) {
    case 'problem-raised':
      return condition && !pause ? waitsFor(condition) : cause
    case 'critical-failed':
      return change.giveUp ?? job.givenUp ?? failureOf(steps) ?? cause
    case 'steps-stopped':
      return abortOf(change.abort ?? job.abort)
    case 'step-started':
    case 'problem-resolved':
    case 'released':
    case 'abort-requested':
    case 'all-finished':
    case 'optional-failed':
      return cause
  }
}

/**
 * Why the first critical step failed: later failures are steps that were stopped because of it. Of those that
 * fail in this change, the step that ran.
 */
function failureOf(steps: readonly StepDraft[]): string | null {
  const failed = steps.filter(
    ({ critical, cleanup, state }) => critical && !cleanup && state === 'FAILED_FATAL',
  )
  const [first] = failed
    .flatMap(({ failure }) => failure ?? [])
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  const now = failed.find(({ run }) => run !== undefined) ?? failed[0]
  return first ? first.reason : (now?.errorMessage ?? null)
}

function abortOf(abort: LockedJob['abort']): string {
  return abort?.reason ?? `aborted${abort?.user ? ` by ${abort.user}` : ''}`
}
