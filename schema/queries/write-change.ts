import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../execute.ts'
import { CHANGE_PARTS, type ChangeRows, rowsOf } from './change-parts.ts'
import type { WrittenChange } from './written-change.ts'

/**
 * Writes changes of jobs whose locks are held: states by compare-and-set, attempts, placements, metadata and history together.
 * Answers how many states it moved; fewer than asked means that somebody wrote without the lock.
 */
export async function writeChanges(em: EntityManager, changes: readonly WrittenChange[]): Promise<number> {
  const rows = rowsOf(changes)
  const [row] = await execute<{ readonly moved: number }>(em, statementFor(rows), [JSON.stringify(rows)])
  return row?.moved ?? 0
}

/** Only the parts that have something to write: most changes touch three or four tables, and an idle part is not free. */
function statementFor(rows: ChangeRows): string {
  const parts = (Object.keys(CHANGE_PARTS) as (keyof ChangeRows)[]).filter((part) => rows[part].length > 0)
  const longest = Math.max(...parts.map((part) => rows[part].length))
  const most = SIZES.find((size) => size >= longest) ?? longest
  const written = parts.map((part) => CHANGE_PARTS[part](most))
  const counted = parts.includes('steps') ? '(select count(*) from steps) + ' : ''
  return /* sql */ `
with given as materialized (select ?::jsonb as g), ${written.join(', ')}
select (${counted}(select count(*) from job))::integer as moved`
}

/** Rows of a part; few sizes, for each makes another statement. */
const SIZES = [2, 40, 1_000]
