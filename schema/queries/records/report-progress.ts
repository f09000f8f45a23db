/** Writes the progress of running steps, and counts their warnings and errors. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import type { AttemptKey } from './append-log.ts'

export interface AttemptProgress extends AttemptKey {
  /** Null: the stored progress does not change. */
  readonly value: number | null
  readonly total: number | null
  readonly unit: 'bytes' | 'percent' | null
  /** Those of its step so far. */
  readonly warnings: number
  readonly errors: number
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
insert into callsheet.progress as p (job_id, attempt_id, value, total, unit, warnings, errors)
select job, attempt, value, total, unit, warnings, errors
from soon, jsonb_to_recordset(?::jsonb) as r(job integer, attempt bigint, value double precision, total double precision,
  unit text, warnings integer, errors integer)
on conflict (job_id, attempt_id) do update
set value = coalesce(excluded.value, p.value),
  total = case when excluded.value is null then p.total else excluded.total end,
  unit = case when excluded.value is null then p.unit else excluded.unit end,
  warnings = greatest(p.warnings, excluded.warnings), errors = greatest(p.errors, excluded.errors)`
