/** Says what an import does and did. Pure. */
import { onOneLine } from '../../schema/codec/one-line.ts'
import type { CarriedOut } from './carry-out.ts'
import type { PlanLine } from './plan/plan-line.ts'

/** `skip TRANSCODE step 100: a built-in type of Callsheet`. */
export function lineOf({ does, thing, why }: PlanLine): string {
  return onOneLine(`${does} ${thing}${why === undefined ? '' : `: ${why}`}`)
}

/** Refusals and warnings, in the words of the server. */
export function outcomesOf(done: readonly CarriedOut[]): readonly string[] {
  return done.flatMap(({ lines, why, warning }) => {
    const things = lines.map(({ thing }) => thing).join(', ')
    if (why !== undefined) return [onOneLine(`failed ${things}: ${why}`)]
    return warning === undefined ? [] : [onOneLine(`warning for ${things}: ${warning}`)]
  })
}

/** `Done: 3 created, 1 replaced, 2 failed.` */
export function summaryOf(plan: readonly PlanLine[], done: readonly CarriedOut[]): string {
  const succeeded = done.filter(({ why }) => why === undefined).flatMap(({ lines }) => lines)
  const failed = done.filter(({ why }) => why !== undefined).flatMap(({ lines }) => lines)
  const count = (lines: readonly PlanLine[], does: PlanLine['does']) =>
    lines.filter((line) => line.does === does).length
  const counts = [
    [count(succeeded, 'create'), 'created'],
    [count(succeeded, 'replace'), 'replaced'],
    [count(plan, 'unchanged'), 'unchanged'],
    [count(plan, 'skip'), 'skipped'],
    [count(plan, 'fail') + failed.length, 'failed'],
  ] as const
  const said = counts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`)
  return `Done: ${said.join(', ') || 'nothing to import'}.`
}
