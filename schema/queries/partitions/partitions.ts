/** Makes the partitions that jobs, their parts and deliveries are stored in. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/**
 * Makes the partitions of the coming months. Jobs of a month without one stay in `job_live`, deliveries in
 * `delivery_rest`.
 */
export async function makeMonths(em: EntityManager): Promise<void> {
  await execute(em, 'select callsheet.make_partitions(3)')
}

/**
 * Makes ranges of job ids until one is wholly unused; the parts of other jobs are stored apart. Does nothing
 * if a statement holds the tables for half a second, so call it often.
 */
export async function makeRanges(em: EntityManager): Promise<void> {
  await execute(em, 'select callsheet.make_ranges()')
}
