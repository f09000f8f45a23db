/** Drops months of finished jobs, and the partitions of the parts of jobs that have gone. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import { atLength } from './at-length.ts'

/** What was dropped. */
export interface DroppedMonth {
  readonly jobs: number
  /** The jobs that stay, and are in `job_live` now. */
  readonly moved: number
}

/** The jobs of a month that stay when it is dropped: those that are kept, and those of these types. */
export interface Staying {
  readonly types: readonly string[]
  /** If more jobs stay, nothing is dropped: all statements on jobs wait while they are moved. */
  readonly most: number
}

/**
 * Drops the jobs that ended in a month (`2026-11`, UTC) with their partition. Deletes no row. Their parts
 * stay in their ranges, where nothing reads them, until `dropEmptyRanges` or `shrinkRange`. All statements on
 * jobs wait for a few milliseconds, and for as long as moving takes; deletions and changes of jobs of the
 * month also while they are counted. Throws an error with the code 55P03 if another statement holds the
 * tables for half a second, with 54000 if too many jobs stay, and refuses a month that is not over.
 */
export async function dropMonth(
  em: EntityManager,
  month: string,
  { types, most }: Staying,
): Promise<DroppedMonth> {
  const drop = /* sql */ `
    select jobs::float8 as jobs, moved
    from callsheet.drop_month(?::date, array(select jsonb_array_elements_text(?::jsonb)), ?::integer)`
  const [dropped] = await alone<DroppedMonth>(em, drop, [`${month}-01`, JSON.stringify(types), most])
  return dropped ?? { jobs: 0, moved: 0 }
}

/**
 * Drops the ranges of job ids of which no job is left, with all parts; returns how many. Does so under a lock
 * on all parts. Throws 55P03 like `dropMonth`.
 */
export async function dropEmptyRanges(em: EntityManager): Promise<number> {
  const [row] = await alone<{ readonly ranges: number }>(em, DROP_RANGES)
  return row?.ranges ?? 0
}

const DROP_RANGES = 'select callsheet.drop_empty_ranges() as ranges'

/**
 * The ranges (by their first id) whose parts are mostly those of jobs that have gone, or of which only kept
 * jobs are left. Reads the jobs of all ranges of which some have gone.
 */
export async function rangesToShrink(em: EntityManager): Promise<readonly number[]> {
  const rows = await alone<{ readonly first: number }>(
    em,
    'select first from callsheet.ranges_to_shrink() as first',
  )
  return rows.map(({ first }) => first)
}

/**
 * Replaces the partitions of a range by ones with the parts of its jobs alone; returns how many jobs it has.
 * They are written without a lock on the tables, then exchanged under one. Throws 55P03 like `dropMonth`.
 */
export async function shrinkRange(em: EntityManager, first: number): Promise<number> {
  const [row] = await alone<{ readonly jobs: number }>(
    em,
    'select callsheet.shrink_range(?::integer) as jobs',
    [first],
  )
  return row?.jobs ?? 0
}

/** Deletes the parts of deleted jobs outside all ranges; returns how many rows. There are few. */
export async function deleteStrayParts(em: EntityManager): Promise<number> {
  const [row] = await alone<{ readonly rows: number }>(
    em,
    'select callsheet.delete_stray_parts()::float8 as rows',
  )
  return row?.rows ?? 0
}

async function alone<Row>(
  em: EntityManager,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return atLength(em, (inside) => execute<Row>(inside, sql, values))
}
