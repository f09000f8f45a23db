import type { JobState, StepState } from '../../states.ts'

/** Everything one change writes; each part is one table's. */
export interface WrittenChange {
  readonly jobId: number
  readonly job: {
    readonly was: JobState
    readonly state: JobState
    readonly final: boolean
    readonly started: boolean
    readonly released: boolean
    readonly abort: {
      readonly cleanup: boolean
      readonly user: string | null
      readonly reason: string | null
    } | null
    readonly pause: { readonly user: string | null } | null
    readonly resumed: boolean
    readonly stop: { readonly user: string | null } | null
    readonly givenUp: string | null
    readonly cleanup: {
      readonly givenUp: string | null
      /** How long clean-up that begins may take, s; null where none begins. */
      readonly withinS: number | null
      /** Whether its time begins anew when it begins again. */
      readonly anew: boolean
    }
  }
  readonly steps: readonly {
    readonly id: number
    readonly was: StepState
    readonly state: StepState
    readonly attempt: number
    readonly losses: number
    readonly result: unknown
    readonly errorMessage: string | null
    /** Delay before the next try, ms. */
    readonly retryAfterMs: number | null
    /** Its message and the time of its next try stay as they are. */
    readonly asItFailed: boolean
  }[]
  readonly attempts: readonly {
    readonly id: number
    readonly stepId: number
    readonly attempt: number
    readonly state: StepState
    readonly nodeId: number | null
    readonly errorMessage: string | null
  }[]
  /** The conditions that steps wait for from now on; equal ones are one problem, also across jobs. */
  readonly waits: readonly {
    readonly stepId: number
    readonly type: string
    readonly resource: string
    readonly requirement: string
    readonly data: Readonly<Record<string, string>>
    /** What is waited for in words, after “waits for”; null: the resource and the requirement. */
    readonly words: string | null
    /** Until it is looked at first, s; null: nobody looks, who changes it resolves it. */
    readonly firstCheckS: number | null
  }[]
  /** Problems that have passed. */
  readonly resolved: readonly number[]
  /** Placements that are over, and one that was fetched. */
  readonly dropped: readonly number[]
  readonly fetched: readonly number[]
  readonly metadata: Readonly<Record<string, string>>
  readonly history: readonly {
    readonly step: number | null
    readonly attempt: number | null
    readonly event: string
    readonly was: string | null
    readonly became: string
    readonly cause: string | null
    readonly nodeId: number | null
    readonly user: string | null
  }[]
}
