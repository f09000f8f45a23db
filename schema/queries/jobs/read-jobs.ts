import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { JobState, StepState } from '../../states.ts'
import { METADATA, RUNS, STEPS } from './job-parts.ts'

/** A job as documents are made of it. Times are ISO 8601. */
export interface ReadJob {
  readonly id: number
  readonly type: string
  readonly state: JobState
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
  readonly user: string
  readonly started: string
  readonly finished: string | null
  /** Who has paused it. */
  readonly paused: string | null
  /** Ordered by key; undefined unless asked for. */
  readonly metadata?: readonly { readonly key: string; readonly value: string }[]
  /** Undefined unless asked for. */
  readonly steps?: {
    /** Without the clean-up steps. */
    readonly total: number
    readonly tasks: readonly ReadTask[]
    /** Of a WAITING job: the problem it has waited for the longest. */
    readonly waiting: {
      readonly type: string
      readonly resource: string
      readonly requirement: string
    } | null
  }
  /** The latest run of each attempt, by step and attempt; undefined unless asked for. */
  readonly runs?: readonly ReadRun[]
  /** The step that is tried again next, if one is; read with the runs. */
  readonly retry?: { readonly retryAfter: string | null; readonly maxRetries: number } | null
  /** Why the job is FAILED_TOTAL; read with the runs. */
  readonly errorMessage?: string | null
}

/** What metadata keys are made of. */
export interface ReadRun {
  /** The number of the step, and its name. */
  readonly step: number
  readonly name: string
  readonly attempt: number
  readonly state: StepState
  readonly errorMessage: string | null
  readonly progress: ReadTask['progress']
  /** From its start to its end, or until now, s. */
  readonly seconds: number
}

/** One attempt of one step. */
export interface ReadTask {
  readonly id: number
  readonly step: number
  /** 1, 2 … among the steps that are no clean-up steps; one more than there are for a clean-up step. */
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
  readonly lines: readonly { readonly at: string; readonly text: string }[]
}

export interface Parts {
  readonly metadata: boolean
  readonly steps: boolean
  readonly runs?: boolean
}

/** Reads jobs by id, in the order of the ids; unknown ones are left out. Locks nothing. Expects `job_id` and `attempt_job`. */
export async function readJobs(
  em: EntityManager,
  ids: readonly number[],
  parts: Parts,
): Promise<readonly ReadJob[]> {
  if (ids.length === 0) return []
  const rows = await execute<{ readonly job: ReadJob }>(em, statement(parts), [ids])
  const read = new Map(rows.map(({ job }) => [job.id, job]))
  return ids.flatMap((id) => read.get(id) ?? [])
}

// An array, because joining the ids as rows makes PostgreSQL read every job there is; json, because jsonb takes three times as long.
export function statement({ metadata, steps, runs }: Parts): string {
  return /* sql */ `
select json_build_object('id', j.id, 'type', j.type, 'state', j.state, 'priority', j.priority, 'user', j.user_name,
  'started', j.started, 'finished', j.finished, 'paused', j.paused_by
  ${metadata ? METADATA : ''} ${steps ? STEPS : ''} ${runs ? RUNS : ''}) as job
from callsheet.job j
where j.id = any(?::integer[])`
}
