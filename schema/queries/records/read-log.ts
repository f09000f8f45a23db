/** Reads the log of a job page by page. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { readLogCursor, writeLogCursor } from '../../log-cursor.ts'
import { LOG_LEVELS, type LogLevel } from '../../log-level.ts'
import { execute } from '../../sql/execute.ts'

/** Selects lines of the log of a job. */
export interface LogCriteria {
  /** Minimum level. Default debug: all lines. */
  readonly level?: LogLevel
  /** Both ends included. */
  readonly from?: Date
  readonly to?: Date
}

export interface LogPage {
  /** The `last` of an earlier page; undefined starts at the beginning. */
  readonly after?: string
  /** Maximum number of lines. */
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
 * The next lines of the log of a job, and the cursor behind them; if there are none, `last` is the given
 * `after`. Lines are ordered by time across attempts, and within an attempt always by number. A page never
 * contains a line without the lines before it, so reading on from `last` neither skips nor repeats lines,
 * whatever is written meanwhile. Throws RangeError if `after` is not a log cursor. Locks nothing. Relies on
 * the primary keys of `attempt` and `log_line`.
 */
export async function readLog(
  em: EntityManager,
  jobId: number,
  { after, number, ...criteria }: LogCriteria & LogPage,
): Promise<{ readonly last: string | undefined; readonly lines: readonly ReadLogLine[] }> {
  const seen = after === undefined ? new Map<number, number>() : readLogCursor(after)
  if (!seen) throw new RangeError(`expected a log cursor, got ${after}`)
  const asked = { ...given(jobId, criteria), seen: Object.fromEntries(seen), number }
  const rows = await execute<{ readonly line: ReadLogLine }>(em, READ_LOG, [JSON.stringify(asked)])
  const lines = rows.map(({ line }) => line)
  const last = writeLogCursor(new Map([...seen, ...lines.map(({ task, line }) => [task, line] as const)]))
  return { last, lines }
}

/** Counts the lines that match the criteria. Locks nothing. */
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

// `highest_at` never decreases within an attempt, even if the clock behind `at` went back.
const READ_LOG = /* sql */ `${GIVEN}
select jsonb_build_object('at', l.at, 'level', l.level, 'step', s.number, 'attempt', a.attempt, 'task', a.id, 'line', l.line,
  'text', l.text) as line
from given g
join callsheet.attempt a on a.job_id = g.job
join callsheet.step s on s.job_id = g.job and s.id = a.step_id
cross join lateral (
  select next.*, max(next.at) over (order by next.line) as highest_at
  from (
    select *
    from callsheet.log_line l
    where l.job_id = g.job and l.attempt_id = a.id and l.line > coalesce((g.seen->>a.id::text)::integer, 0) and ${WANTED}
    order by l.line
    limit (select number from given)
  ) next
) l
order by l.highest_at, a.id, l.line
limit (select number from given)`

const COUNT_LOG = /* sql */ `${GIVEN}
select count(*)::integer as hits
from given g
join callsheet.attempt a on a.job_id = g.job
join callsheet.log_line l on l.job_id = g.job and l.attempt_id = a.id
where ${WANTED}`
