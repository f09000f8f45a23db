import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'
import type { WrittenChange } from './written-change.ts'

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
  set state = m.state, attempt = m.attempt, losses = m.losses,
      error_message = case when m."asItFailed" then s.error_message else m."errorMessage" end,
      result = coalesce(nullif(m.result, 'null'::jsonb), s.result),
      retry_after = case when m."asItFailed" then s.retry_after
                    else callsheet.now() + m."retryAfterMs" * interval '1 millisecond' end,
      changed = callsheet.now()
  from change, jsonb_to_recordset(c->'steps') as m(id integer, was text, state text, attempt smallint, losses smallint,
    result jsonb, "errorMessage" text, "retryAfterMs" double precision, "asItFailed" boolean)
  where s.id = m.id and s.state = m.was
  returning s.id
), attempts as (
  insert into callsheet.attempt as a (id, step_id, job_id, attempt, state, node_id, error_message)
  select m.id, m."stepId", job_id, m.attempt, m.state, m."nodeId", m."errorMessage"
  from change, jsonb_to_recordset(c->'attempts') as m(id integer, "stepId" integer, attempt smallint, state text,
    "nodeId" integer, "errorMessage" text)
  on conflict (id) do update
  set state = excluded.state, error_message = excluded.error_message, changed = callsheet.now()
), raised as (
  -- One that has passed only just now had not passed: it is looked at as rarely as before.
  insert into callsheet.problem as p (type, resource, requirement, data, checks, next_check)
  select distinct on (w.type, w.resource, w.requirement) w.type, w.resource, w.requirement, w.data, coalesce(l.checks, 0),
    callsheet.now() + w."firstCheckS" * interval '1 second' * power(2, least(coalesce(l.checks, 0), 5))
  from change
  cross join jsonb_to_recordset(c->'waits') as w(type text, resource text, requirement text, data jsonb,
    "firstCheckS" double precision)
  left join lateral (
    select o.checks
    from callsheet.problem o
    where (o.type, o.resource, o.requirement) = (w.type, w.resource, w.requirement)
      and o.resolved > callsheet.now() - interval '2 minutes'
    order by o.resolved desc
    limit 1
  ) l on true
  on conflict (type, resource, requirement) where resolved is null do update
  set touched = callsheet.now(), data = excluded.data
  returning p.id, p.type, p.resource, p.requirement
), waiting as (
  insert into callsheet.waiting_step (problem_id, step_id, job_id)
  select r.id, w."stepId", job_id
  from change, jsonb_to_recordset(c->'waits') as w("stepId" integer, type text, resource text, requirement text)
  join raised r on (r.type, r.resource, r.requirement) = (w.type, w.resource, w.requirement)
  on conflict do nothing
), gone_on as (
  delete from callsheet.waiting_step w
  using change, jsonb_to_recordset(c->'steps') as m(id integer, was text, state text)
  where w.step_id = m.id and m.was = 'WAITING' and m.state <> 'WAITING'
), resolved as (
  update callsheet.problem p
  set resolved = callsheet.now()
  from change
  where p.id in (select jsonb_array_elements_text(c->'resolved')::integer) and p.resolved is null
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
      run_until = case when (job->>'started')::boolean
                  then coalesce(j.run_until, callsheet.now() + j.run_limit * interval '1 second') else j.run_until end,
      -- A pause does not count; one from before the job began to queue, from there on.
      queue_until = case when (job->>'released')::boolean then callsheet.now() + j.queue_limit * interval '1 second'
                    when (job->>'resumed')::boolean then j.queue_until + (callsheet.now()
                      - greatest(j.paused, j.queue_until - j.queue_limit * interval '1 second'))
                    else j.queue_until end,
      -- The mark of markAdmitted stands for a place until the job runs; one that has left READY comes back without.
      admitted = case when j.state = job->>'state' then j.admitted end,
      held = j.held and not (job->>'released')::boolean,
      abort_requested = case when job->'abort' = 'null' then j.abort_requested
                        else coalesce(j.abort_requested, callsheet.now()) end,
      abort_user = coalesce(j.abort_user, job->'abort'->>'user'),
      abort_reason = coalesce(j.abort_reason, job->'abort'->>'reason'),
      abort_cleanup = coalesce(j.abort_cleanup, (job->'abort'->>'cleanup')::boolean),
      paused = case when (job->>'resumed')::boolean then null when job->'pause' = 'null' then j.paused
               else coalesce(j.paused, callsheet.now()) end,
      paused_by = case when (job->>'resumed')::boolean then null else coalesce(j.paused_by, job->'pause'->>'user') end,
      stop_requested = case when job->'stop' = 'null' then j.stop_requested
                       else coalesce(j.stop_requested, callsheet.now()) end,
      stop_user = coalesce(j.stop_user, job->'stop'->>'user'),
      given_up = coalesce(j.given_up, job->>'givenUp'),
      cleanup_until = case when (job->'cleanup'->>'anew')::boolean then null
                      else coalesce(j.cleanup_until,
                        callsheet.now() + (job->'cleanup'->>'withinS')::double precision * interval '1 second') end,
      cleanup_given_up = coalesce(j.cleanup_given_up, job->'cleanup'->>'givenUp')
  from change
  where j.id = job_id and j.finished is null and j.state = job->>'was'
  returning j.id
)
select (select count(*) from steps)::integer + (select count(*) from job)::integer as moved`
