/** Drops months of deliveries, and deletes those that no whole month can take along. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import { atLength } from './at-length.ts'

/**
 * Drops a month (`2026-11`, UTC) of deliveries; returns how many there were. Throws an error with the code
 * 55P03 if another statement holds the table for half a second.
 */
export async function dropDeliveryMonth(em: EntityManager, month: string): Promise<number> {
  const drop = 'select callsheet.drop_delivery_month(?::date)::float8 as deliveries'
  const [row] = await atLength(em, (inside) =>
    execute<{ readonly deliveries: number }>(inside, drop, [`${month}-01`]),
  )
  return row?.deliveries ?? 0
}

/** Deletes at most so many deliveries from before a time; `aside`: only those that are stored in no month. */
export async function deleteDeliveries(
  em: EntityManager,
  { before, aside, most }: { readonly before: Date; readonly aside: boolean; readonly most: number },
): Promise<number> {
  const from = aside ? 'delivery_rest' : 'delivery'
  const [row] = await execute<{ readonly deleted: number }>(em, deleting(from), [before.toISOString(), most])
  return row?.deleted ?? 0
}

const deleting = (from: 'delivery' | 'delivery_rest') => /* sql */ `
with gone as (
  delete from callsheet.${from}
  where (id, created) in (
    select d.id, d.created from callsheet.${from} d where d.created < ?::timestamptz order by d.id limit ?)
  returning id
)
select count(*)::integer as deleted from gone`
