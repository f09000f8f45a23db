/** Keeps jobs from retention. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { retryConflicts } from '../../sql/conflict.ts'
import { execute } from '../../sql/execute.ts'

/**
 * Keeps jobs, or no longer does; returns the ids of those that changed. Locks these jobs. May run twice at
 * once: a job that ends meanwhile is changed in the partition of its month.
 */
export async function keepJobs(
  em: EntityManager,
  ids: readonly number[],
  keep: boolean,
): Promise<readonly number[]> {
  const rows = await retryConflicts(() =>
    execute<{ readonly id: number }>(em, KEEP, [keep, JSON.stringify(ids), keep]),
  )
  return rows.map(({ id }) => id)
}

const KEEP = /* sql */ `
update callsheet.job set keep = ?
where id in (select jsonb_array_elements_text(?::jsonb)::integer) and keep <> ?
returning id`
