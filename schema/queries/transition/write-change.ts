import type { Statement } from '../../sql/execute.ts'
import type { NewPlacement } from '../admission/write-placements.ts'
import { CHANGE_PARTS } from './change-parts.ts'
import { type ChangeRows, rowsOf } from './change-rows.ts'
import type { WrittenChange } from './written-change.ts'

/**
 * Writes changes of jobs whose locks are held: states by compare-and-set, attempts, placements, metadata and history together; and
 * placements of steps that begin with it. Fails when it moves fewer states than it should, for somebody wrote without the lock, and
 * when the node of a placement is gone.
 */
export function writeChanges(
  changes: readonly WrittenChange[],
  placed: readonly NewPlacement[] = [],
): Statement {
  const rows = rowsOf(changes, placed)
  const moves = {
    jobs: changes.map(({ jobId }) => jobId).join(', '),
    expected: rows.placed.length + rows.steps.length + rows.jobs.length,
  }
  return [statementFor(rows), [JSON.stringify({ ...rows, moves })]]
}

/** Only the parts that have something to write: most changes touch three or four tables, and an idle part is not free. */
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
  const moved = [...counted, 'job'].map((part) => `(select count(*) from ${part})`).join(' + ')
  return /* sql */ `
with given as materialized (select ?::jsonb as g), ${written.join(', ')},
all_of as materialized (
  select (${moved})::integer as moved, (g->'moves'->>'expected')::integer as expected from given
)
select case when moved <> expected then callsheet.not_all_moved(moved, expected, g->'moves'->>'jobs') end
from all_of, given`
}

/** Rows of a part; few sizes, for each makes another statement. */
const SIZES = [2, 40, 1_000]
