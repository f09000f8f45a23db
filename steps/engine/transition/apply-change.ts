import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { WrittenChange } from '../../../schema/queries/transition/written-change.ts'
import type { JobRemark, StepEvent } from '../../../schema/states.ts'
import type { Condition } from '../declare/problem.ts'
import type { Metadata } from '../declare/step.ts'
import { addConsequences } from './consequences.ts'
import { JobDraft } from './job-draft.ts'

/** One thing that happened to a step. */
export interface StepTransition {
  readonly number: number
  readonly event: StepEvent
  /** The run that it happened to; none when nothing runs. */
  readonly run?: number
  readonly nodeId?: number
  /** Whatever JSON can hold. */
  readonly result?: unknown
  readonly reason?: string
  /** How long to wait before the next try, ms; without it the step waits to be asked for. */
  readonly retryAfterMs?: number
  /** What the step waits for: of every `must-wait`. */
  readonly condition?: Condition
  /** The worker was told to stop and did not die: its loss is not held against the step. */
  readonly orderly?: boolean
}

/** What somebody asks to change of a job. All that follows from it is added by `settle`. */
export interface Change {
  readonly transitions?: readonly StepTransition[]
  readonly abort?: { readonly cleanup: boolean; readonly user: string | null; readonly reason: string | null }
  readonly release?: boolean
  readonly pause?: { readonly user: string | null }
  readonly resume?: boolean
  readonly stop?: { readonly user: string | null }
  /** Why the job is given up, as when a limit has passed. */
  readonly giveUp?: string
  /** Why its clean-up is given up. */
  readonly giveUpCleanup?: string
  readonly metadata?: Metadata
  readonly dropped?: readonly number[]
  readonly fetched?: readonly number[]
  readonly user?: string
  readonly cause?: string
}

/** What is said of a job without moving it. */
export interface Remark {
  readonly event: JobRemark
  readonly cause?: string
}

/**
 * Applies what was asked to a job and adds what follows: steps whose dependencies are met, steps that will not run any
 * more, and the job's own state. Pure; throws ImpossibleMove when a table forbids it.
 */
export function applyChange(job: LockedJob, change: Change): WrittenChange {
  const settling = new JobDraft(job, change)
  for (const remark of remarksOf(change)) settling.remark(remark)
  for (const move of change.transitions ?? []) settling.move(move)
  addConsequences(settling)
  return settling.written()
}

/** What was asked of a job is in its history also where nothing follows from it yet. */
function remarksOf({ stop, pause, resume, giveUp, giveUpCleanup }: Change): readonly Remark[] {
  return [
    ...(stop ? [{ event: 'stop-requested' as const }] : []),
    ...(pause ? [{ event: 'paused' as const }] : []),
    ...(resume ? [{ event: 'resumed' as const }] : []),
    ...(giveUp ? [{ event: 'given-up' as const, cause: giveUp }] : []),
    ...(giveUpCleanup ? [{ event: 'cleanup-given-up' as const, cause: giveUpCleanup }] : []),
  ]
}
