import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'
import type { JobState, StepState } from '../states.ts'

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
  /** Ordered by key; undefined unless asked for. */
  readonly metadata?: readonly { readonly key: string; readonly value: string }[]
  /** Undefined unless asked for. */
  readonly steps?: {
    /** Without the clean-up steps. */
    readonly total: number
    readonly tasks: readonly ReadTask[]
  }
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
}

/** Reads jobs by id, in the order of the ids; unknown ones are left out. Locks nothing. Expects `job_id` and `attempt_job`. */
export async function readJobs(
  em: EntityManager,
  ids: readonly number[],
  parts: Parts,
): Promise<readonly ReadJob[]> {
  if (ids.length === 0) return []
  const rows = await execute<{ readonly job: ReadJob }>(em, statement(parts), [JSON.stringify(ids)])
  return rows.map(({ job }) => job)
}

function statement({ metadata, steps }: Parts): string {
  return /* sql */ `
select jsonb_build_object('id', j.id, 'type', j.type, 'state', j.state, 'priority', j.priority, 'user', j.user_name,
  'started', j.started, 'finished', j.finished) ${metadata ? METADATA : ''} ${steps ? STEPS : ''} as job
from jsonb_array_elements_text(?::jsonb) with ordinality as wanted(id, position)
join callsheet.job j on j.id = wanted.id::integer
order by wanted.position`
}

const METADATA = /* sql */ `
|| jsonb_build_object('metadata', (
  select coalesce(jsonb_agg(jsonb_build_object('key', m.key, 'value', m.value) order by m.key), '[]')
  from callsheet.metadata m
  where m.job_id = j.id))`

/** Of one attempt; the whole log has an operation of its own. */
const MOST_LINES = 100

const STEPS = /* sql */ `
|| jsonb_build_object('steps', jsonb_build_object(
  'total', (select count(*) from callsheet.step s where s.job_id = j.id and not s.cleanup),
  'tasks', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', a.id, 'step', s.number, 'attempt', a.attempt, 'state', a.state, 'changed', a.changed,
      'ordinal', (select count(*) from callsheet.step o where o.job_id = j.id and not o.cleanup
        and (s.cleanup or o.number < s.number)) + 1,
      'description', s.description, 'errorMessage', a.error_message,
      'progress', (
        select jsonb_build_object('value', p.value, 'total', p.total, 'unit', p.unit)
        from callsheet.progress p
        where p.attempt_id = a.id),
      'lines', (
        select coalesce(jsonb_agg(jsonb_build_object('at', l.at, 'text', l.text) order by l.line), '[]')
        from (
          select * from callsheet.log_line
          where attempt_id = a.id and level <> 'debug'
          order by line
          limit ${MOST_LINES}
        ) l)
    ) order by s.number, a.id), '[]')
    from callsheet.attempt a
    join callsheet.step s on s.id = a.step_id
    where a.job_id = j.id)))`
