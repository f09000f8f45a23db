import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'
import type { JobState, StepState } from '../states.ts'

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
  }[]
  readonly attempts: readonly {
    readonly id: number
    readonly stepId: number
    readonly attempt: number
    readonly state: StepState
    readonly nodeId: number | null
    readonly errorMessage: string | null
  }[]
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

/**
 * Writes one change of a job whose lock is held: states by compare-and-set, attempts, placements, metadata and history
 * together. Answers how many states it moved; fewer than asked means that somebody wrote without the lock.
 */
export async function writeChange(em: EntityManager, change: WrittenChange): Promise<number> {
  const [row] = await execute<{ readonly moved: number }>(em, WRITE_CHANGE, [JSON.stringify(change)])
  return row?.moved ?? 0
}

const WRITE_CHANGE = /* sql */ `
with change as materialized (
  select c, (c->>'jobId')::integer as job_id, c->'job' as job from (select ?::jsonb as c) as given
), steps as (
  update callsheet.step s
  set state = m.state, attempt = m.attempt, losses = m.losses, error_message = m."errorMessage",
      result = coalesce(nullif(m.result, 'null'::jsonb), s.result),
      retry_after = callsheet.now() + m."retryAfterMs" * interval '1 millisecond', changed = callsheet.now()
  from change, jsonb_to_recordset(c->'steps') as m(id integer, was text, state text, attempt smallint, losses smallint,
    result jsonb, "errorMessage" text, "retryAfterMs" double precision)
  where s.id = m.id and s.state = m.was
  returning s.id
), attempts as (
  insert into callsheet.attempt as a (id, step_id, job_id, attempt, state, node_id, error_message)
  select m.id, m."stepId", job_id, m.attempt, m.state, m."nodeId", m."errorMessage"
  from change, jsonb_to_recordset(c->'attempts') as m(id integer, "stepId" integer, attempt smallint, state text,
    "nodeId" integer, "errorMessage" text)
  on conflict (id) do update
  set state = excluded.state, error_message = excluded.error_message, changed = callsheet.now()
), dropped as (
  delete from callsheet.placement p
  using change
  where p.id in (select jsonb_array_elements_text(c->'dropped')::integer)
), fetched as (
  update callsheet.placement p
  set fetched = callsheet.now()
  from change
  where p.id in (select jsonb_array_elements_text(c->'fetched')::integer)
), metadata as (
  insert into callsheet.metadata (job_id, key, value, given)
  select job_id, m.key, m.value, false from change, jsonb_each_text(c->'metadata') as m
  on conflict (job_id, key) do update set value = excluded.value
), history as (
  insert into callsheet.history (job_id, step, attempt, event, was, became, cause, node_id, by_user)
  select job_id, m.step, m.attempt, m.event, m.was, m.became, m.cause, m."nodeId", m."user"
  from change, rows from (jsonb_to_recordset(c->'history') as (step integer, attempt smallint, event text, was text,
    became text, cause text, "nodeId" integer, "user" text)) with ordinality as m
  order by m.ordinality
), job as (
  update callsheet.job j
  set state = job->>'state',
      finished = case when (job->>'final')::boolean then callsheet.now() end,
      run_started = case when (job->>'started')::boolean then coalesce(j.run_started, callsheet.now()) else j.run_started end,
      held = j.held and not (job->>'released')::boolean,
      abort_requested = case when job->'abort' = 'null' then j.abort_requested
                        else coalesce(j.abort_requested, callsheet.now()) end,
      abort_user = coalesce(j.abort_user, job->'abort'->>'user'),
      abort_reason = coalesce(j.abort_reason, job->'abort'->>'reason'),
      abort_cleanup = coalesce(j.abort_cleanup, (job->'abort'->>'cleanup')::boolean)
  from change
  where j.id = job_id and j.finished is null and j.state = job->>'was'
  returning j.id
)
select (select count(*) from steps)::integer + (select count(*) from job)::integer as moved`
