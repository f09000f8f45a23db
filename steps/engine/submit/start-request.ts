/** The requests that create a job, and their answers. */
import type { Once } from '../../../schema/queries/jobs/create-job.ts'
import type { JobState, Priority } from '../../../schema/states.ts'
import type { Limits } from '../declare/job-type.ts'
import type { Refusal } from '../declare/refusal.ts'
import type { Metadata } from '../declare/step.ts'

export interface StartRequest {
  readonly type: string
  readonly user: string
  /** Default: the priority of the type in the queue rules, otherwise MEDIUM. */
  readonly priority?: Priority | undefined
  /** Default: the limits of the type. */
  readonly limits?: Limits
  /** Whether the job is created in HOLD, in which no step starts without a request. */
  readonly held: boolean
  /** Whether retention leaves the job. Default: false. */
  readonly keep?: boolean
  readonly metadata: Metadata
  /** Data that notifications of the job include unchanged. */
  readonly notificationData?: readonly string[]
  /** The id of the placeholder notification that is used for this job. */
  readonly notification?: number | undefined
  /** Identifies the request, so that repeating it creates no second job. */
  readonly once?: Once | undefined
}

export interface StartedJob extends StartRequest {
  readonly id: number
  readonly priority: Priority
  readonly started: Date
  readonly state: JobState
}

/** How a duplicate differs from its source. */
export interface Duplicate {
  /** The owner of the duplicate. */
  readonly user: string
  /** Default: the priority of the source. */
  readonly priority?: Priority
  /** The step to start at. Default: the first. */
  readonly fromStep?: number
  readonly once?: Once | undefined
  /** Throws if the user may not use the resulting priority. */
  readonly allow: (priority: Priority) => void
}

export type StartAnswer = { readonly job: StartedJob } | NotStarted

/** Why no job was created. */
export type NotStarted =
  | Refusal
  | { readonly refused: 'unknown-type'; readonly type: string; readonly known: readonly string[] }
  /** The user has already created a job with this key. */
  | { readonly refused: 'made-before'; readonly key: string }
