/** Writes the progress of running steps. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { AttemptKey } from './append-log.ts'

export interface AttemptProgress extends AttemptKey {
  readonly value: number
  readonly total: number | null
  readonly unit: 'bytes' | 'percent' | null
}

/**
 * Writes the latest progress of many attempts. Each attempt has one writer, so its row lock is never
 * contended. Does not wait for the disk (`synchronous_commit` is off), because the next report follows within
 * a second.
 */
export async function reportProgress(em: EntityManager, progress: readonly AttemptProgress[]): Promise<void> {
  await execute(em, REPORT_PROGRESS, [JSON.stringify(progress)])
}

const REPORT_PROGRESS = /* sql */ `
with soon as materialized (select set_config('synchronous_commit', 'off', true))
insert into callsheet.progress (job_id, attempt_id, value, total, unit)
select job, attempt, value, total, unit
from soon, jsonb_to_recordset(?::jsonb) as p(job integer, attempt bigint, value double precision, total double precision, unit text)
on conflict (job_id, attempt_id) do update
set value = excluded.value, total = excluded.total, unit = excluded.unit`
