/** The parts of the statement that writes changes of jobs, one for each kind of row. */
import { type ChangeRows, IDS, type Part, ROWS } from './change-rows.ts'

const ids = (list: keyof typeof IDS, most: number) =>
  `select value::${IDS[list]} from jsonb_array_elements_text(g->'${list}') limit ${most}`

const columns = (part: Part) =>
  Object.entries(ROWS[part])
    .map(([name, { sql }]) => `"${name}" ${sql}`)
    .join(', ')

/** The limit corrects PostgreSQL's estimate of 100 rows for a function, for which it would scan tables. */
const rows = (part: Part, most: number) =>
  `lateral (select * from jsonb_to_recordset(g->'${part}') as r(${columns(part)}) limit ${most}) as m`

/**
 * `given` has the rows as `g`; `most` is the maximum number of rows of a part. The part `steps` has the ids
 * of the jobs as a value, so that PostgreSQL opens only the partitions of these jobs.
 */
export const CHANGE_PARTS: Readonly<Record<keyof ChangeRows, (most: number) => string>> = {
  placed: (most) => /* sql */ `placed as (
  insert into callsheet.placement (id, step_id, job_id, node_id, host_id, category, gpu, vram, fetched)
  select m.id, m."stepId", m."jobId", n.id, m."hostId", m.category, m.gpu, m.vram, callsheet.now()
  from given, ${rows('placed', most)}
  join callsheet.node n on n.id = m."nodeId" and n.gone is null
  returning id
)`,
  steps: (most) => /* sql */ `steps as (
  update callsheet.step s
  set state = m.state, attempt = m.attempt, losses = m.losses,
      error_message = case when m."keepsFailure" then s.error_message else m."errorMessage" end,
      result = coalesce(nullif(m.result, 'null'::jsonb), s.result),
      retry_after = case when m."keepsFailure" then s.retry_after
                    else callsheet.now() + m."retryAfterMs" * interval '1 millisecond' end,
      changed = callsheet.now()
  from given, ${rows('steps', most)}
  where s.job_id = any(?::integer[]) and s.job_id = m."jobId" and s.id = m.id and s.state = m.was
  returning s.id
)`,
  attempts: (most) => /* sql */ `attempts as (
  insert into callsheet.attempt as a (id, step_id, job_id, attempt, state, node_id, error_message)
  select m.id, m."stepId", m."jobId", m.attempt, m.state, m."nodeId", m."errorMessage"
  from given, ${rows('attempts', most)}
  on conflict (job_id, id) do update
  set state = excluded.state, error_message = excluded.error_message, changed = callsheet.now()
)`,
  waits: (most) => /* sql */ `raised as (
  -- A condition that passed less than two minutes ago keeps its check interval: it had not really passed.
  insert into callsheet.problem as p (type, resource, requirement, data, checks, next_check)
  select distinct on (m.type, m.resource, m.requirement) m.type, m.resource, m.requirement, m.data, coalesce(l.checks, 0),
    callsheet.now() + m."firstCheckS" * interval '1 second' * power(2, least(coalesce(l.checks, 0), 5))
  from given
  cross join ${rows('waits', most)}
  left join lateral (
    select o.checks
    from callsheet.problem o
    where (o.type, o.resource, o.requirement) = (m.type, m.resource, m.requirement)
      and o.resolved > callsheet.now() - interval '2 minutes'
    order by o.resolved desc
    limit 1
  ) l on true
  on conflict (type, resource, requirement) where resolved is null do update
  set touched = callsheet.now()
  returning p.id, p.type, p.resource, p.requirement
), waiting as (
  insert into callsheet.waiting_step (problem_id, step_id, job_id, data, words)
  select r.id, m."stepId", m."jobId", m.data, m.words
  from given, ${rows('waits', most)}
  join raised r on (r.type, r.resource, r.requirement) = (m.type, m.resource, m.requirement)
  on conflict (problem_id, step_id) do update set data = excluded.data, words = excluded.words, passed = null
)`,
  wokenUp: (most) => /* sql */ `woken_up as (
  delete from callsheet.waiting_step w using given where w.step_id in (${ids('wokenUp', most)})
)`,
  resolved: (most) => /* sql */ `resolved as (
  update callsheet.problem p
  set resolved = callsheet.now()
  from given
  where p.id in (${ids('resolved', most)}) and p.resolved is null
)`,
  dropped: (most) => /* sql */ `dropped as (
  delete from callsheet.placement p using given where p.id in (${ids('dropped', most)})
)`,
  fetched: (most) => /* sql */ `fetched as (
  update callsheet.placement p set fetched = callsheet.now() from given where p.id in (${ids('fetched', most)})
)`,
  metadata: (most) => /* sql */ `metadata as (
  insert into callsheet.metadata (job_id, key, value, given)
  select m."jobId", m.key, m.value, false
  from given, ${rows('metadata', most)}
  on conflict (job_id, key) do update set value = excluded.value
)`,
  log: (most) => /* sql */ `log as (
  insert into callsheet.log_line (job_id, attempt_id, line, at, level, text)
  select m."jobId", m.attempt, m.line, callsheet.now(), m.level, m.text
  from given, ${rows('log', most)}
  on conflict do nothing
)`,
  history: () => /* sql */ `history as (
  insert into callsheet.history (job_id, step, attempt, event, was, became, cause, node_id, by_user)
  select m."jobId", m.step, m.attempt, m.event, m.was, m.became, m.cause, m."nodeId", m."user"
  from given, rows from (jsonb_to_recordset(g->'history') as (${columns('history')})) with ordinality as m
  order by m.ordinality
)`,
  jobs: (most) => /* sql */ `job as (
  update callsheet.job j
  set state = m.state,
      finished = case when m.final then callsheet.now() end,
      run_started = case when m.started then coalesce(j.run_started, callsheet.now()) else j.run_started end,
      run_until = case when m.started
                  then coalesce(j.run_until, callsheet.now() + j.run_limit * interval '1 second') else j.run_until end,
      -- A pause extends the limit; if it began before the job was queued, only by the time since then.
      queue_until = case when m.released then callsheet.now() + j.queue_limit * interval '1 second'
                    when m.resumed then j.queue_until + (callsheet.now()
                      - greatest(j.paused, j.queue_until - j.queue_limit * interval '1 second'))
                    else j.queue_until end,
      held = j.held and not m.released,
      abort_requested = case when m.abort is null then j.abort_requested
                        else coalesce(j.abort_requested, callsheet.now()) end,
      abort_user = coalesce(j.abort_user, m.abort->>'user'),
      abort_reason = coalesce(j.abort_reason, m.abort->>'reason'),
      abort_cleanup = coalesce(j.abort_cleanup, (m.abort->>'cleanup')::boolean),
      paused = case when m.resumed then null when m.pause is null then j.paused
               else coalesce(j.paused, callsheet.now()) end,
      paused_by = case when m.resumed then null else coalesce(j.paused_by, m.pause->>'user') end,
      stop_requested = case when m.stop is null then j.stop_requested
                       else coalesce(j.stop_requested, callsheet.now()) end,
      stop_user = coalesce(j.stop_user, m.stop->>'user'),
      given_up = coalesce(j.given_up, m."givenUp"),
      failure_cause = coalesce(m."failureCause", j.failure_cause),
      cleanup_until = case when m."cleanupAnew" then null
                      else coalesce(j.cleanup_until,
                        callsheet.now() + m."cleanupWithinS" * interval '1 second') end,
      cleanup_given_up = coalesce(j.cleanup_given_up, m."cleanupGivenUp")
  from given, ${rows('jobs', most)}
  where j.id = m."jobId" and j.finished is null and j.state = m.was
  returning j.id
)`,
}
