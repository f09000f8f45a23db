/** Reads jobs for documents. */

import type { EntityManager } from '@mikro-orm/postgresql'
import type { FailureCause } from '../../failure-cause.ts'
import { execute } from '../../sql/execute.ts'
import type { JobState, StepState } from '../../states.ts'
import { FAILED_STEP, METADATA, RUNS, STEPS } from './job-parts.ts'

/** The data that job documents are built from. Times are ISO 8601. */
export interface ReadJob {
  readonly id: number
  readonly type: string
  readonly state: JobState
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
  readonly user: string
  readonly started: string
  readonly finished: string | null
  /** When its first step started. */
  readonly runStarted: string | null
  readonly failureCause: FailureCause | null
  /** The number of the step that failed the job. */
  readonly failedStep: number | null
  /** The user who ended it early, keeping what it had made. */
  readonly stoppedBy: string | null
  /** The user who paused it. */
  readonly paused: string | null
  /** Whether retention leaves it. */
  readonly keep: boolean
  /** Ordered by key; undefined unless requested. */
  readonly metadata?: readonly { readonly key: string; readonly value: string }[]
  /** Undefined unless requested. */
  readonly steps?: {
    /** Number of steps without the clean-up steps. */
    readonly total: number
    readonly tasks: readonly ReadTask[]
    /** The oldest problem that a WAITING job waits for. */
    readonly waiting: {
      readonly type: string
      readonly resource: string
      readonly requirement: string
    } | null
  }
  /** The latest run of each attempt, by step and attempt; undefined unless requested. */
  readonly runs?: readonly ReadRun[]
  /** The next retry, if any; read with the runs. */
  readonly retry?: { readonly retryAfter: string | null; readonly maxRetries: number } | null
  /** Why the job is FAILED_TOTAL; read with the runs. */
  readonly errorMessage?: string | null
}

/** The data that computed metadata is built from. */
export interface ReadRun {
  /** The number of the step. */
  readonly step: number
  readonly name: string
  readonly attempt: number
  readonly state: StepState
  readonly errorMessage: string | null
  readonly progress: ReadTask['progress']
  /** From its start to its end, or to now if it runs, s. */
  readonly seconds: number
}

/** One attempt of one step. */
export interface ReadTask {
  readonly id: number
  readonly step: number
  /** Position of the step among the steps without clean-up, from 1; for a clean-up step, their number. */
  readonly ordinal: number
  readonly attempt: number
  readonly state: StepState
  readonly changed: string
  readonly description: string
  readonly errorMessage: string | null
  readonly progress: {
    readonly value: number
    readonly total: number | null
    readonly unit: string | null
  } | null
  /** How many warnings and errors its step has logged; null if none so far. */
  readonly serious: { readonly warnings: number; readonly errors: number } | null
  readonly lines: readonly { readonly at: string; readonly text: string }[]
}

export interface JobParts {
  readonly metadata: boolean
  readonly steps: boolean
  readonly runs?: boolean
}

/**
 * Reads jobs in the order of the given ids; unknown ids are left out. Locks nothing. Relies on the index
 * `job_id` and the primary key of `attempt`.
 */
export async function readJobs(
  em: EntityManager,
  ids: readonly number[],
  parts: JobParts,
): Promise<readonly ReadJob[]> {
  if (ids.length === 0) return []
  const rows = await execute<{ readonly job: ReadJob }>(em, statement(parts), [ids])
  const read = new Map(rows.map(({ job }) => [job.id, job]))
  return ids.flatMap((id) => read.get(id) ?? [])
}

// The ids are an array, because with a join PostgreSQL would read all jobs. The result is json, because jsonb
// takes three times as long.
export function statement({ metadata, steps, runs }: JobParts): string {
  return /* sql */ `
select json_build_object('id', j.id, 'type', j.type, 'state', j.state, 'priority', j.priority, 'user', j.user_name,
  'started', j.started, 'runStarted', j.run_started, 'finished', j.finished, 'paused', j.paused_by, 'keep', j.keep,
  'failureCause', j.failure_cause, 'failedStep', ${FAILED_STEP},
  'stoppedBy', case when j.stop_requested is not null then coalesce(j.stop_user, '') end
  ${metadata ? METADATA : ''} ${steps ? STEPS : ''} ${runs ? RUNS : ''}) as job
from callsheet.job j
where j.id = any(?::integer[])`
}
