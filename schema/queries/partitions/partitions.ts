/** Makes the partitions that jobs and their parts are stored in, and drops months of finished jobs. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** Makes the partitions of the coming months. Jobs of a month without one stay in `job_live`. */
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

/** What was dropped. */
export interface DroppedMonth {
  readonly jobs: number
  /** The ranges of job ids whose parts went, because no job of theirs is left. */
  readonly ranges: number
}

/**
 * Drops the jobs that ended in a month (`2026-11`, UTC) with their partition, and the partitions of parts
 * that no job needs any more: steps, attempts, progress, logs, metadata and history. Deletes no row of these
 * tables. The parts of some of the jobs stay in a range that still has other jobs, where nothing reads them,
 * until those are dropped too. All statements on jobs wait meanwhile, for about a third of a second for each
 * million jobs, because their counts are subtracted. Throws an error with the code 55P03 if another statement
 * holds the tables for half a second, and refuses a month that is not over.
 */
export async function dropMonth(em: EntityManager, month: string): Promise<DroppedMonth> {
  const [dropped] = await execute<{ jobs: string; ranges: number }>(em, DROP_MONTH, [`${month}-01`])
  return { jobs: Number(dropped?.jobs ?? 0), ranges: dropped?.ranges ?? 0 }
}

const DROP_MONTH = /* sql */ `select jobs, ranges from callsheet.drop_month(?::date)`
