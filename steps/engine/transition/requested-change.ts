/** What can be requested of a job. `apply-change.ts` adds what follows from it. */
import type { GivenUpCause } from '../../../schema/failure-cause.ts'
import type { LogLevel } from '../../../schema/log-level.ts'
import type { JobRemark, StepEvent } from '../../../schema/states.ts'
import type { Condition } from '../declare/problem.ts'
import type { Metadata } from '../declare/step.ts'

/** One event that happened to a step. */
export interface StepTransition {
  readonly number: number
  readonly event: StepEvent
  /** The attempt that it happened to; absent when none runs. */
  readonly run?: number
  readonly nodeId?: number
  /** Any JSON value. */
  readonly result?: unknown
  readonly reason?: string
  /** Delay before the next attempt, ms; absent: the step waits to be started on request. */
  readonly retryAfterMs?: number
  /** What the step waits for; present in every `must-wait`. */
  readonly condition?: Condition
  /** The node stopped in order: the loss is not counted against the step. */
  readonly orderly?: boolean
}

/** A change of one job, as it is requested. */
export interface Change {
  readonly transitions?: readonly StepTransition[]
  readonly abort?: { readonly cleanup: boolean; readonly user: string | null; readonly reason: string | null }
  readonly releaseHold?: boolean
  readonly pause?: { readonly user: string | null }
  readonly resume?: boolean
  readonly stop?: { readonly user: string | null }
  /** Why the engine gives the job up, such as an exceeded limit. */
  readonly giveUp?: { readonly cause: GivenUpCause; readonly reason: string }
  /** Why the engine gives its clean-up up. */
  readonly giveUpCleanup?: string
  readonly metadata?: Metadata
  /** Ids of placements that are over, and of those that their node has fetched. */
  readonly dropped?: readonly number[]
  readonly fetched?: readonly number[]
  /** The last line in the log of an attempt that ends with this change. */
  readonly lastLine?: LastLine
  readonly user?: string
  readonly cause?: string
}

export interface LastLine {
  readonly attempt: number
  /** Its number in the log of the attempt. */
  readonly line: number
  readonly level: LogLevel
  readonly text: string
}

/** An entry in the history that changes no state. */
export interface Remark {
  readonly event: JobRemark
  readonly cause?: string
}
