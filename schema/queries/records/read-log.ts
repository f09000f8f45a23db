import type { EntityManager } from '@mikro-orm/postgresql'
import { readLogCursor, writeLogCursor } from '../../log-cursor.ts'
import { LOG_LEVELS, type LogLevel } from '../../log-level.ts'
import { execute } from '../../sql/execute.ts'

/** Which lines of a job's log are meant. */
export interface LogCriteria {
  /** The least that is wanted. Default debug: all. */
  readonly level?: LogLevel
  /** Both ends included. */
  readonly from?: Date
  readonly to?: Date
}

export interface LogPage {
  /** The `last` of an earlier page; undefined begins at the beginning. */
  readonly after?: string
  /** How many lines at most. */
  readonly number: number
}

export interface ReadLogLine {
  /** ISO 8601. */
  readonly at: string
  readonly level: LogLevel
  readonly step: number
  readonly attempt: number
  /** The id of the attempt's row. */
  readonly task: number
  /** 1, 2 … within the attempt. */
  readonly line: number
  readonly text: string
}

/**
 * The next lines of a job's log, and how far it has then been read (the `after` it was given, when there are none). Ordered by time
 * across attempts, and within an attempt always by line: a page never has a line without those before it, so reading on from `last`
 * loses and doubles nothing, whatever is written meanwhile. Throws RangeError for an `after` that is none. Locks nothing. Expects
 * `attempt_job` and the key of `log_line`.
 */
export async function readLog(
  em: EntityManager,
  jobId: number,
  { after, number, ...criteria }: LogCriteria & LogPage,
): Promise<{ readonly last: string | undefined; readonly lines: readonly ReadLogLine[] }> {
  const seen = after === undefined ? new Map<number, number>() : readLogCursor(after)
  if (!seen) throw new RangeError(`no place in a log: ${after}`)
  const asked = { ...given(jobId, criteria), seen: Object.fromEntries(seen), number }
  const rows = await execute<{ readonly line: ReadLogLine }>(em, READ_LOG, [JSON.stringify(asked)])
  const lines = rows.map(({ line }) => line)
  const last = writeLogCursor(new Map([...seen, ...lines.map(({ task, line }) => [task, line] as const)]))
  return { last, lines }
}

/** How many lines there are of that level and time. Locks nothing. */
export async function countLog(em: EntityManager, jobId: number, criteria: LogCriteria): Promise<number> {
  const asked = JSON.stringify(given(jobId, criteria))
  const [row] = await execute<{ readonly hits: number }>(em, COUNT_LOG, [asked])
  return row?.hits ?? 0
}

function given(jobId: number, { level = 'debug', from, to }: LogCriteria) {
  return { job: jobId, level: LOG_LEVELS.indexOf(level) + 1, from, to }
}

const GIVEN = /* sql */ `
with given as materialized (
  select * from jsonb_to_record(?::jsonb) as g(job integer, level integer, "from" timestamptz, "to" timestamptz, seen jsonb,
    number integer)
)`

const WANTED = /* sql */ `array_position(array[${LOG_LEVELS.map((level) => `'${level}'`).join(', ')}], l.level) >= g.level
    and (g."from" is null or l.at >= g."from") and (g."to" is null or l.at <= g."to")`

// `said` never goes back within an attempt, though the clocks that `at` was told by may have.
const READ_LOG = /* sql */ `${GIVEN}
select jsonb_build_object('at', l.at, 'level', l.level, 'step', s.number, 'attempt', a.attempt, 'task', a.id, 'line', l.line,
  'text', l.text) as line
from given g
join callsheet.attempt a on a.job_id = g.job
join callsheet.step s on s.id = a.step_id
cross join lateral (
  select next.*, max(next.at) over (order by next.line) as said
  from (
    select *
    from callsheet.log_line l
    where l.attempt_id = a.id and l.line > coalesce((g.seen->>a.id::text)::integer, 0) and ${WANTED}
    order by l.line
    limit (select number from given)
  ) next
) l
order by l.said, a.id, l.line
limit (select number from given)`

const COUNT_LOG = /* sql */ `${GIVEN}
select count(*)::integer as hits
from given g
join callsheet.attempt a on a.job_id = g.job
join callsheet.log_line l on l.attempt_id = a.id
where ${WANTED}`
