/** Writes log lines of attempts. */

import type { LogLevel } from '../../log-level.ts'
import type { Statement } from '../../sql/execute.ts'

export interface LogLine extends AttemptKey {
  /** 1, 2 … within the attempt. Readers continue from the last line they have read. */
  readonly line: number
  readonly level: LogLevel
  readonly text: string
  /** How long ago it was written, ms. The stored time is by the clock of the database. */
  readonly agoMs: number
}

/** The attempt that a row belongs to. All rows of a job are in the same partition, which its id finds. */
export interface AttemptKey {
  readonly job: number
  /** The id of the attempt's row. */
  readonly attempt: number
}

/** Inserts log lines. Lines that exist already are not changed, so a batch may be sent twice. */
export function appendLog(lines: readonly LogLine[]): Statement {
  return [APPEND_LOG, [JSON.stringify(lines)]]
}

const APPEND_LOG = /* sql */ `
insert into callsheet.log_line (job_id, attempt_id, line, at, level, text)
select job, attempt, line, date_trunc('milliseconds', callsheet.now() - "agoMs" * interval '1 millisecond'), level, text
from jsonb_to_recordset(?::jsonb) as l(job integer, attempt bigint, line integer, "agoMs" double precision, level text, text text)
on conflict do nothing`
