/** What can be asked of the engine to start a job, and what it answers. */
import type { Once } from '../../../schema/queries/jobs/create-job.ts'
import type { JobState, Priority } from '../../../schema/states.ts'
import type { Limits, Refusal } from '../declare/job-type.ts'
import type { Metadata } from '../declare/step.ts'

export interface StartRequest {
  readonly type: string
  readonly user: string
  /** Default: that of the type, as the queue has it; else MEDIUM. */
  readonly priority?: Priority | undefined
  /** Default: those of the type. */
  readonly limits?: Limits
  /** True: nothing of the job starts by itself. */
  readonly held: boolean
  readonly metadata: Metadata
  /** What notifications of the job carry along, as it was sent. */
  readonly notificationData?: readonly string[]
  /** What the client calls the request, so that the same one makes no second job. */
  readonly once?: Once | undefined
}

export interface StartedJob extends StartRequest {
  readonly id: number
  readonly priority: Priority
  readonly started: Date
  readonly state: JobState
}

/** What is to be different about a duplicate. */
export interface Duplicate {
  /** Whose job it is. */
  readonly user: string
  /** Default: the priority of the source. */
  readonly priority?: Priority
  /** Default: from the beginning. */
  readonly fromStep?: number
  readonly once?: Once | undefined
  /** Throws when the user may not have the priority that comes of it. */
  readonly allow: (priority: Priority) => void
}

export type StartAnswer = { readonly job: StartedJob } | NotStarted

/** Why there is no new job. */
export type NotStarted =
  | Refusal
  | { readonly refused: 'unknown-type'; readonly type: string }
  /** The user has made a job with this key already. */
  | { readonly refused: 'made-before'; readonly key: string }
