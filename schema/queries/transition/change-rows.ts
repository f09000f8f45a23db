/** Defines the rows that a change of a job writes; the SQL and the TypeScript types derive from them. */
import type { FailureCause } from '../../failure-cause.ts'
import type { LogLevel } from '../../log-level.ts'
import type { JobState, StepState } from '../../states.ts'

/** A column as `jsonb_to_recordset` reads it, with the type of its values. */
interface Column<T> {
  readonly sql: string
  readonly _type?: T
}
const column = <T>(sql: string): Column<T> => ({ sql })

const bigint = column<number>('bigint')
const integer = column<number>('integer')
const smallint = column<number>('smallint')
const double = column<number>('double precision')
const boolean = column<boolean>('boolean')
const text = column<string>('text')
const jobState = column<JobState>('text')
const stepState = column<StepState>('text')
const json = <T>() => column<T>('jsonb')
const nullable = <T>({ sql }: Column<T>) => column<T | null>(sql)

/** The columns of each part. `jobId` is filled in from the change. */
export const ROWS = {
  /** Placements whose steps start with this change. */
  placed: {
    ...{ id: bigint, stepId: integer, jobId: integer, nodeId: integer, hostId: text, category: text },
    ...{ gpu: nullable(text), vram: integer },
  },
  steps: {
    ...{ id: integer, jobId: integer, was: stepState, state: stepState, attempt: smallint, losses: smallint },
    ...{ result: json<unknown>(), errorMessage: nullable(text) },
    /** Delay before the next attempt, ms. */
    retryAfterMs: nullable(double),
    /** Keeps the error message and the time of the next attempt. */
    keepsFailure: boolean,
  },
  attempts: {
    ...{ id: bigint, stepId: integer, jobId: integer, attempt: smallint, state: stepState },
    ...{ nodeId: nullable(integer), errorMessage: nullable(text) },
  },
  /** The conditions that steps begin to wait for. Equal conditions share one problem, even across jobs. */
  waits: {
    ...{ stepId: integer, jobId: integer, type: text, resource: text, requirement: text },
    data: json<Readonly<Record<string, string>>>(),
    /** The condition as it reads after “waits for”; null: the resource and the requirement. */
    words: nullable(text),
    /** Delay before the first check, s; null: never checked, because a change of the job resolves it. */
    firstCheckS: nullable(double),
  },
  metadata: { jobId: integer, key: text, value: text },
  log: { jobId: integer, attempt: bigint, line: integer, level: column<LogLevel>('text'), text },
  history: {
    ...{ jobId: integer, step: nullable(integer), attempt: nullable(smallint), event: text },
    ...{ was: nullable(text), became: text, cause: nullable(text) },
    ...{ nodeId: nullable(integer), user: nullable(text) },
  },
  jobs: {
    ...{
      jobId: integer,
      was: jobState,
      state: jobState,
      final: boolean,
      started: boolean,
      released: boolean,
    },
    abort: json<{
      readonly cleanup: boolean
      readonly user: string | null
      readonly reason: string | null
    } | null>(),
    ...{ pause: json<By | null>(), resumed: boolean, stop: json<By | null>(), givenUp: nullable(text) },
    failureCause: nullable(column<FailureCause>('text')),
    /** The time limit of clean-up that begins with this change, s; null if none begins. */
    cleanupWithinS: nullable(double),
    /** Restarts the clean-up time limit, because clean-up begins again. */
    cleanupAnew: boolean,
    cleanupGivenUp: nullable(text),
  },
} as const

interface By {
  readonly user: string | null
}

export type Part = keyof typeof ROWS
export type ChangeRow<P extends Part> = {
  readonly [C in keyof (typeof ROWS)[P]]: (typeof ROWS)[P][C] extends Column<infer T> ? T : never
}

/** Everything that one change of one job writes. */
export interface WrittenChange {
  readonly jobId: number
  readonly job: Omit<ChangeRow<'jobs'>, 'jobId'>
  readonly steps: readonly Omit<ChangeRow<'steps'>, 'jobId'>[]
  readonly attempts: readonly Omit<ChangeRow<'attempts'>, 'jobId'>[]
  readonly waits: readonly Omit<ChangeRow<'waits'>, 'jobId'>[]
  readonly history: readonly Omit<ChangeRow<'history'>, 'jobId'>[]
  readonly log: readonly Omit<ChangeRow<'log'>, 'jobId'>[]
  readonly metadata: Readonly<Record<string, string>>
  /** Ids of problems that have passed. */
  readonly resolved: readonly number[]
  /** Ids of placements that have ended, and of those that their node has fetched. */
  readonly dropped: readonly number[]
  readonly fetched: readonly number[]
}

/** The lists of ids that a change writes besides the rows. */
export const IDS = { wokenUp: 'integer', resolved: 'integer', dropped: 'bigint', fetched: 'bigint' } as const

export type ChangeRows = { readonly [P in Part]: readonly ChangeRow<P>[] } & {
  readonly [L in keyof typeof IDS]: readonly number[]
}

/** Combines the rows of several changes. Pure. */
export function rowsOf(
  changes: readonly WrittenChange[],
  placed: readonly ChangeRow<'placed'>[],
): ChangeRows {
  const ofJobs = <R extends object>(rows: (change: WrittenChange) => readonly R[]) =>
    changes.flatMap((change) => rows(change).map((row) => ({ jobId: change.jobId, ...row })))
  const steps = ofJobs((change) => change.steps)
  return {
    placed,
    steps,
    attempts: ofJobs(({ attempts }) => attempts),
    waits: ofJobs(({ waits }) => waits),
    metadata: ofJobs(({ metadata }) => Object.entries(metadata).map(([key, value]) => ({ key, value }))),
    log: ofJobs(({ log }) => log),
    history: ofJobs(({ history }) => history),
    jobs: ofJobs(({ job }) => [job]),
    wokenUp: steps.filter(({ was, state }) => was === 'WAITING' && state !== 'WAITING').map(({ id }) => id),
    resolved: changes.flatMap(({ resolved }) => resolved),
    dropped: changes.flatMap(({ dropped }) => dropped),
    fetched: changes.flatMap(({ fetched }) => fetched),
  }
}
