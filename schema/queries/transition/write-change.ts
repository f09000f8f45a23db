/** Writes changes of jobs, in one statement. */
import type { Statement } from '../../sql/execute.ts'
import { CHANGE_PARTS } from './change-parts.ts'
import { type ChangeRow, type ChangeRows, rowsOf, type WrittenChange } from './change-rows.ts'

/**
 * Writes changes of jobs whose locks are held, with the placements of steps that start with them: states by
 * compare-and-set, attempts, metadata, log and history. Fails if a state has changed, which means that
 * something wrote without the lock, and if the node of a placement is gone.
 */
export function writeChanges(
  changes: readonly WrittenChange[],
  placed: readonly ChangeRow<'placed'>[] = [],
): Statement {
  const rows = rowsOf(changes, placed)
  const check = {
    jobs: changes.map(({ jobId }) => jobId).join(', '),
    expected: rows.placed.length + rows.steps.length + rows.jobs.length,
  }
  const values = [JSON.stringify({ ...rows, check })]
  const jobIds = changes.map(({ jobId }) => jobId)
  return [statementFor(rows), rows.steps.length > 0 ? [...values, jobIds] : values]
}

/**
 * Includes only the parts with rows: most changes write to three or four tables, and empty parts cost time.
 */
function statementFor(rows: ChangeRows): string {
  const parts = (Object.keys(CHANGE_PARTS) as (keyof ChangeRows)[]).filter((part) => rows[part].length > 0)
  const longest = Math.max(...parts.map((part) => rows[part].length))
  const most = SIZES.find((size) => size >= longest) ?? longest
  const which = `${most} ${parts.join(' ')}`
  const known = STATEMENTS.get(which) ?? statementOf(parts, most)
  STATEMENTS.set(which, known)
  return known
}

const STATEMENTS = new Map<string, string>()

function statementOf(parts: readonly (keyof ChangeRows)[], most: number): string {
  const written = parts.map((part) => CHANGE_PARTS[part](most))
  const counted = parts.filter((part) => part === 'placed' || part === 'steps')
  const changed = [...counted, 'job'].map((part) => `(select count(*) from ${part})`).join(' + ')
  return /* sql */ `
with given as materialized (select ?::jsonb as g), ${written.join(', ')},
all_of as materialized (
  select (${changed})::integer as changed, (g->'check'->>'expected')::integer as expected from given
)
select case when changed <> expected then callsheet.not_all_changed(changed, expected, g->'check'->>'jobs') end
from all_of, given`
}

/** Limits for the rows of a part. There are few, because each needs its own prepared statement. */
const SIZES = [2, 40, 1_000, 10_000]
