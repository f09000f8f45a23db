/** The optional parts of `readJobs`, as SQL. */

import { RUNNING_STEP_STATES } from '../../states.ts'

// Each part continues the arguments of `json_build_object`; the job is `j`.

export const METADATA = /* sql */ `
, 'metadata', (
  select coalesce(json_agg(json_build_object('key', m.key, 'value', m.value) order by m.key), '[]')
  from callsheet.metadata m
  where m.job_id = j.id)`

/** Most log lines of one attempt. The whole log has its own operation. */
const MOST_LINES = 100

/**
 * An attempt keeps the state it ended in, but its step may have changed state without another attempt: it was
 * given up, or is ready again after its wait. The last attempt then takes the state of the step.
 */
const ATTEMPTS = /* sql */ `(
  select a.id, a.attempt, s.number, s.cleanup, s.description,
    case when e.like_step then s.state else a.state end as state,
    case when e.like_step then s.changed else a.changed end as changed,
    case when e.like_step and a.state = 'WAITING' then s.error_message else a.error_message end as error_message
  from (select *, id = max(id) over (partition by step_id) as last from callsheet.attempt where job_id = j.id) a
  join callsheet.step s on s.job_id = j.id and s.id = a.step_id
  cross join lateral (
    select a.last and a.state <> s.state and (a.state = 'WAITING' or s.state = 'FAILED_FATAL') as like_step
  ) e
)`

export const STEPS = /* sql */ `
, 'steps', json_build_object(
  'total', (select count(*) from callsheet.step s where s.job_id = j.id and not s.cleanup),
  'waiting', case when j.state = 'WAITING' then (
    select json_build_object('type', p.type, 'resource', p.resource, 'requirement', p.requirement)
    from callsheet.waiting_step w
    join callsheet.problem p on p.id = w.problem_id
    where w.job_id = j.id and w.passed is null and p.resolved is null
    order by p.id
    limit 1) end,
  'tasks', (
    select coalesce(json_agg(json_build_object(
      'id', a.id, 'step', a.number, 'attempt', a.attempt, 'state', a.state, 'changed', a.changed,
      'ordinal', (select count(*) from callsheet.step o where o.job_id = j.id and not o.cleanup
        and (a.cleanup or o.number <= a.number)),
      'description', a.description, 'errorMessage', a.error_message,
      'progress', case when p.value is not null then
        json_build_object('value', p.value, 'total', p.total, 'unit', p.unit) end,
      'serious', case when p.attempt_id is not null then
        json_build_object('warnings', p.warnings, 'errors', p.errors) end,
      'lines', (
        select coalesce(json_agg(json_build_object('at', l.at, 'text', l.text) order by l.line), '[]')
        from (
          select * from callsheet.log_line
          -- Line 1 names the attempt, which the task already does.
          where job_id = j.id and attempt_id = a.id and level <> 'debug' and line > 1
          order by line
          limit ${MOST_LINES}
        ) l)
    ) order by a.number, a.id), '[]')
    from ${ATTEMPTS} a
    left join callsheet.progress p on p.job_id = j.id and p.attempt_id = a.id))`

const RUNNING = RUNNING_STEP_STATES.map((state) => `'${state}'`).join(', ')

/**
 * A column of the critical step that failed job `j`: the first; of several at the same time, one that ran.
 */
const ofFailed = (column: 'number' | 'error_message') => /* sql */ `(
    select s.${column}
    from callsheet.step s
    where s.job_id = j.id and s.state = 'FAILED_FATAL' and s.critical and not s.cleanup
    order by s.changed, not exists (
      select from callsheet.attempt a where a.job_id = j.id and a.step_id = s.id and a.state = 'FAILED_FATAL'), s.number
    limit 1)`

/** Why job `j` is FAILED_TOTAL; null in any other state. */
export const FAILURE = /* sql */ `(
  case when j.state = 'FAILED_TOTAL' then coalesce(j.given_up, ${ofFailed('error_message')}) end)`

/** The number of the step that failed job `j`; null if the job was given up. */
export const FAILED_STEP = /* sql */ `(
  case when j.state = 'FAILED_TOTAL' and j.given_up is null then ${ofFailed('number')} end)`

// The run after a loss repeats the number of the attempt; only the latest run of a number is read.
export const RUNS = /* sql */ `
, 'runs', (
    select coalesce(json_agg(to_json(r) order by r.step, r.attempt), '[]')
    from (
      select distinct on (s.number, a.attempt) s.number as step, s.name, a.attempt, a.state,
        a.error_message as "errorMessage",
        case when p.value is not null then
          json_build_object('value', p.value, 'total', p.total, 'unit', p.unit) end as progress,
        extract(epoch from case when a.state in (${RUNNING}) then callsheet.now() else a.changed end - a.started) as seconds
      from callsheet.attempt a
      join callsheet.step s on s.job_id = j.id and s.id = a.step_id
      left join callsheet.progress p on p.job_id = j.id and p.attempt_id = a.id
      where a.job_id = j.id
      order by s.number, a.attempt, a.id desc
    ) r),
  'retry', (
    select json_build_object('retryAfter', s.retry_after, 'maxRetries', s.tries - 1)
    from callsheet.step s
    where s.job_id = j.id and s.state = 'FAILED_RETRY'
    order by s.retry_after, s.number
    limit 1),
  'errorMessage', ${FAILURE}`
