import type { LogLevel } from '../../log-level.ts'
import type { Statement } from '../../sql/execute.ts'

export interface LogLine {
  readonly attempt: number
  /** 1, 2 … within the attempt: readers go on from the last one they have seen. */
  readonly line: number
  readonly level: LogLevel
  readonly text: string
  /** How long ago it was said, ms: the time that is kept is the database's. */
  readonly agoMs: number
}

/** Writes log lines; one that is there already (a batch sent twice) stays as it is. */
export function appendLog(lines: readonly LogLine[]): Statement {
  return [APPEND_LOG, [JSON.stringify(lines)]]
}

const APPEND_LOG = /* sql */ `
insert into callsheet.log_line (attempt_id, line, at, level, text)
select attempt, line, date_trunc('milliseconds', callsheet.now() - "agoMs" * interval '1 millisecond'), level, text
from jsonb_to_recordset(?::jsonb) as l(attempt bigint, line integer, "agoMs" double precision, level text, text text)
on conflict do nothing`
