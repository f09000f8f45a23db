import type { EntityManager } from '@mikro-orm/postgresql'
import { executeTogether, type Statement } from '../../sql/execute.ts'
import type { JobState, StepState } from '../../states.ts'

/** A request that must not make two jobs. */
export interface Once {
  readonly key: string
  /** Equal for equal requests. */
  readonly fingerprint: string
}

/** A job to be written, with the steps its type gives it. */
export interface NewJob {
  readonly type: string
  readonly state: JobState
  readonly held: boolean
  /** Rank, LOWEST 1 … IMMEDIATE 6. */
  readonly priority: number
  readonly user: string
  /** How long it may queue before its first step starts, and run from there, s; undefined: as long as it takes. */
  readonly queueLimit?: number | undefined
  readonly runLimit?: number | undefined
  /** The task groups it belongs to. */
  readonly groups?: readonly string[]
  readonly metadata: Readonly<Record<string, string>>
  /** What notifications of the job carry along, as it was sent. */
  readonly notificationData?: readonly string[] | undefined
  /** What the client calls the request that makes the job, and a digest of all it says. */
  readonly once?: Once | undefined
  readonly steps: readonly {
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
    /** Wait before the first retry, s; null: what the node that runs it has set. */
    readonly backoff: number | null
    /** Taken over from another job; null for a step that is to run. */
    readonly result: unknown
  }[]
}

/**
 * Writes a job, its steps, its metadata and the first row of its history; answers its id and creation time. Undefined, and
 * nothing written, when the user has made a job with that key before: of two at the same instant one waits for the other.
 * Statements that are to be carried out once it is there go out right behind it.
 */
export async function createJob(
  em: EntityManager,
  job: NewJob,
  afterwards: readonly Statement[] = [],
): Promise<{ readonly id: number; readonly started: Date } | undefined> {
  const sql = createJobSql(Object.keys(job.metadata).length > 0, job.once !== undefined)
  const creating = executeTogether(em, [[sql, [JSON.stringify(job)]], ...afterwards])
  const answers = job.once ? await creating.catch(unlessTaken) : await creating
  if (!answers) return undefined
  const [row] = answers[0] as readonly { readonly id: number; readonly started: string }[]
  if (!row) throw new Error('the new job was not written')
  return { id: row.id, started: new Date(row.started) }
}

function unlessTaken(error: unknown): undefined {
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

/** What most jobs have nothing for is left out: an idle part is not free. */
const createJobSql = (hasMetadata: boolean, isOnce: boolean) => /* sql */ `
with given as materialized (
  select ?::jsonb as g
), job as (
  insert into callsheet.job (type, state, held, priority, user_name, queue_limit, run_limit, queue_until, notification_data,
    groups)
  select g->>'type', g->>'state', (g->>'held')::boolean, (g->>'priority')::smallint, g->>'user',
    (g->>'queueLimit')::integer, (g->>'runLimit')::integer,
    case when not (g->>'held')::boolean then callsheet.now() + (g->>'queueLimit')::integer * interval '1 second' end,
    array(select jsonb_array_elements_text(g->'notificationData')), array(select jsonb_array_elements_text(g->'groups'))
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
