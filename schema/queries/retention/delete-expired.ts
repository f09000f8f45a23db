/** Deletes finished jobs and deliveries row by row, a batch at a time, where no whole partition can go. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import { PARTS_OF_DOOMED } from '../jobs/delete-jobs.ts'
import { atLength } from './at-length.ts'

/** Jobs of a type that ended in a time, the kept ones excepted. */
export interface ExpiredJobs {
  readonly type: string
  /** Included; undefined: since ever. */
  readonly from?: Date | undefined
  /** Excluded. */
  readonly before: Date
  /** Only those that are stored in no month. */
  readonly aside: boolean
}

/**
 * Deletes at most so many, with their parts, in one transaction; returns their number and the last id, which
 * is where to go on. Skips jobs that a client is changing. Relies on the index `job_type`.
 */
export async function deleteExpired(
  em: EntityManager,
  { type, from, before, aside }: ExpiredJobs,
  { after, most }: { readonly after: number; readonly most: number },
): Promise<{ readonly deleted: number; readonly last: number }> {
  const values = [type, after, from?.toISOString() ?? '-infinity', before.toISOString(), most]
  const [row] = await atLength(em, (inside) =>
    execute<{ readonly deleted: number; readonly last: number | null }>(
      inside,
      deleting(aside ? 'job_live' : 'job'),
      values,
    ),
  )
  return { deleted: row?.deleted ?? 0, last: row?.last ?? after }
}

const deleting = (jobs: 'job' | 'job_live') => /* sql */ `
with doomed as materialized (
  select j.id from callsheet.${jobs} j
  where j.type = ? and j.id > ? and j.finished >= ?::timestamptz and j.finished < ?::timestamptz and not j.keep
  order by j.id
  limit ?
  for update skip locked
), ${PARTS_OF_DOOMED}, jobs as (
  delete from callsheet.job where id in (select id from doomed) returning id
)
select count(*)::integer as deleted, max(id) as last from jobs`
