import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'
import type { LogLevel } from '../log-level.ts'

export interface LogLine {
  readonly attempt: number
  /** 1, 2 … within the attempt: readers go on from the last one they have seen. */
  readonly line: number
  readonly level: LogLevel
  readonly text: string
  /** How long ago it was said, ms: the time that is kept is the database's. */
  readonly agoMs: number
}

/**
 * Writes log lines; one that is there already (a batch sent twice) stays as it is. Does not wait for the disk where a commit that
 * does follows at once and takes them along.
 */
export async function appendLog(
  em: EntityManager,
  lines: readonly LogLine[],
  isFollowed = false,
): Promise<void> {
  await execute(em, APPEND_LOG, [isFollowed, JSON.stringify(lines)])
}

const APPEND_LOG = /* sql */ `
with soon as materialized (
  select set_config('synchronous_commit', case when ? then 'off' else current_setting('synchronous_commit') end, true)
)
insert into callsheet.log_line (attempt_id, line, at, level, text)
select attempt, line, date_trunc('milliseconds', callsheet.now() - "agoMs" * interval '1 millisecond'), level, text
from soon, jsonb_to_recordset(?::jsonb) as l(attempt integer, line integer, "agoMs" double precision, level text, text text)
on conflict do nothing`
