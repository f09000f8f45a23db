/** Reads the end of the log of a job, and the command lines in it. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { ReadLogLine } from './read-log.ts'

/** The newest lines, the oldest of them first. Locks nothing. Relies on the primary key of `log_line`. */
export async function newestLog(
  em: EntityManager,
  jobId: number,
  number: number,
): Promise<readonly ReadLogLine[]> {
  const rows = await execute<{ readonly line: ReadLogLine }>(em, NEWEST, [jobId, number])
  return rows.map(({ line }) => line).toReversed()
}

/** The lines that are commands of ffmpeg: each starts with its path and `-hide_banner`. */
export async function commandsInLog(em: EntityManager, jobId: number): Promise<readonly ReadLogLine[]> {
  const rows = await execute<{ readonly line: ReadLogLine }>(em, COMMANDS, [jobId, MOST_COMMANDS])
  return rows.map(({ line }) => line).toReversed()
}

const MOST_COMMANDS = 50

const LINES = /* sql */ `
select jsonb_build_object('at', l.at, 'level', l.level, 'step', s.number, 'attempt', a.attempt, 'task', a.id,
  'line', l.line, 'text', l.text) as line
from callsheet.attempt a
join callsheet.step s on s.job_id = a.job_id and s.id = a.step_id
join callsheet.log_line l on l.job_id = a.job_id and l.attempt_id = a.id
where a.job_id = ?`

const NEWEST = /* sql */ `${LINES}
order by l.at desc, a.id desc, l.line desc
limit ?`

const COMMANDS = /* sql */ `${LINES} and l.text ~ '^\\S*ff(mpeg|probe)\\S* -hide_banner '
order by l.at desc, a.id desc, l.line desc
limit ?`
