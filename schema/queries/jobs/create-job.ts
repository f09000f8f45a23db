/** Creates jobs. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { executeTogether, type Statement } from '../../sql/execute.ts'
import type { JobState, StepState } from '../../states.ts'

/** A request that must not create two jobs: its idempotency key. */
export interface Once {
  readonly key: string
  /** Equal for equal requests. */
  readonly fingerprint: string
}

/** A job to create, with the steps of its type. */
export interface NewJob {
  readonly type: string
  readonly state: JobState
  readonly held: boolean
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
  readonly user: string
  /** Limits of the time until its first step starts, and of the time after that, s; undefined: no limit. */
  readonly queueLimit?: number | undefined
  readonly runLimit?: number | undefined
  /** Whether retention leaves it. Default: false. */
  readonly keep?: boolean | undefined
  /** The task groups it belongs to. */
  readonly groups?: readonly string[]
  readonly metadata: Readonly<Record<string, string>>
  /** The data that notifications of the job repeat, as sent. */
  readonly notificationData?: readonly string[] | undefined
  /** The id of the placeholder notification that it is started with. */
  readonly notification?: number | undefined
  /** The idempotency key of the request, and a digest of its content. */
  readonly once?: Once | undefined
  readonly steps: readonly NewStep[]
}

export interface NewStep {
  readonly number: number
  readonly name: string
  readonly description: string
  readonly state: StepState
  readonly need: string
  readonly runsAs: 'STARTED' | 'STARTED_ASYNCHRONOUS'
  readonly after: readonly number[]
  readonly alongside: readonly number[]
  readonly critical: boolean
  readonly cleanup: boolean
  readonly tries: number
  /** Delay before its first retry, s; null: the setting of the node that runs it. */
  readonly backoff: number | null
  /** In a new job the result copied from another one; null if there is none. */
  readonly result: unknown
}

/**
 * Inserts a job with its steps, its metadata and the first row of its history; returns its id and creation
 * time. Returns undefined and inserts nothing if the user has used the idempotency key before; of two
 * concurrent requests with the same key, one waits for the other. The statements in `afterwards` are sent
 * right behind the insert and run after it.
 */
export async function createJob(
  em: EntityManager,
  job: NewJob,
  afterwards: readonly Statement[] = [],
): Promise<{ readonly id: number; readonly started: Date } | undefined> {
  const sql = createJobSql(Object.keys(job.metadata).length > 0, job.once !== undefined)
  const creating = executeTogether(em, [[sql, [JSON.stringify(job)]], ...afterwards])
  const answers = job.once ? await creating.catch(undefinedIfKeyIsTaken) : await creating
  if (!answers) return undefined
  const [row] = answers[0] as readonly { readonly id: number; readonly started: string }[]
  if (!row) throw new Error('the insert of the job returned no row')
  return { id: row.id, started: new Date(row.started) }
}

function undefinedIfKeyIsTaken(error: unknown): undefined {
  const { code, constraint } = error as { readonly code?: unknown; readonly constraint?: unknown }
  if (code !== '23505' || constraint !== 'idempotency_pkey') throw error
}

const METADATA = /* sql */ `metadata as (
  insert into callsheet.metadata (job_id, key, value)
  select job.id, m.key, m.value from given, job, jsonb_each_text(g->'metadata') as m
), `

const ONCE = /* sql */ `once as (
  insert into callsheet.idempotency (user_name, key, fingerprint, job_id)
  select job.user_name, g->'once'->>'key', g->'once'->>'fingerprint', job.id from given, job
), `

/** Leaves out the parts that most jobs do not need, because even an idle part of the statement takes time. */
const createJobSql = (hasMetadata: boolean, isOnce: boolean) => /* sql */ `
with given as materialized (
  select ?::jsonb as g
), job as (
  insert into callsheet.job (type, state, held, priority, user_name, queue_limit, run_limit, queue_until, notification,
    notification_data, groups, keep)
  select g->>'type', g->>'state', (g->>'held')::boolean, (g->>'priority')::smallint, g->>'user',
    (g->>'queueLimit')::integer, (g->>'runLimit')::integer,
    case when not (g->>'held')::boolean then callsheet.now() + (g->>'queueLimit')::integer * interval '1 second' end,
    (g->>'notification')::integer, array(select jsonb_array_elements_text(g->'notificationData')), array(select jsonb_array_elements_text(g->'groups')),
    coalesce((g->>'keep')::boolean, false)
  from given
  returning id, state, priority, user_name, started
), steps as (
  insert into callsheet.step (job_id, number, name, description, state, priority, need, runs_as, after, alongside,
    critical, cleanup, tries, backoff, result)
  select job.id, s.number, s.name, s.description, s.state, job.priority, s.need, s."runsAs", s.after, s.alongside,
    s.critical, s.cleanup, s.tries, s.backoff, nullif(s.result, 'null'::jsonb)
  from given, job, jsonb_to_recordset(g->'steps') as s(number integer, name text, description text, state text, need text,
    "runsAs" text, after integer[], alongside integer[], critical boolean, cleanup boolean, tries smallint, backoff integer,
    result jsonb)
), ${hasMetadata ? METADATA : ''}${isOnce ? ONCE : ''}history as (
  insert into callsheet.history (job_id, event, became, by_user)
  select id, 'created', state, user_name from job
)
select id, to_json(started)#>>'{}' as started from job`
