/** Keeps jobs from retention. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { retryConflicts } from '../../sql/conflict.ts'
import { executeTogether } from '../../sql/execute.ts'
import { transaction } from '../../sql/transaction.ts'

/**
 * Keeps jobs, or no longer does, with a row in the history of each that changed; returns their ids. One
 * transaction, which locks these jobs first, so that the time of this change is not before that of a change
 * it waited for. May run twice at once: a job that ends meanwhile is changed in the partition of its month.
 */
export async function keepJobs(
  em: EntityManager,
  ids: readonly number[],
  keep: boolean,
  user: string,
): Promise<readonly number[]> {
  const these = JSON.stringify(ids)
  const values = [keep, these, keep, keep ? 'kept' : 'unkept', String(!keep), String(keep), user]
  const keeping = (own: EntityManager) =>
    executeTogether(own, [
      [LOCK, [these]],
      [KEEP, values],
    ])
  const [, rows = []] = await retryConflicts(() => transaction(em.fork(), keeping))
  return (rows as readonly { readonly id: number }[]).map(({ id }) => id)
}

const THESE = /* sql */ `select jsonb_array_elements_text(?::jsonb)::integer`

const LOCK = /* sql */ `select from callsheet.job where id in (${THESE}) order by id for update`

const KEEP = /* sql */ `
with job as (
  update callsheet.job set keep = ? where id in (${THESE}) and keep <> ? returning id
), history as (
  insert into callsheet.history (job_id, event, was, became, by_user)
  select id, ?, ?, ?, ? from job
)
select id from job`
