/** Finds documents of a source that should be one, and are not. Pure. */
import type { FoundIn } from '../source/found.ts'
import type { PlanLine } from './plan-line.ts'

/** Undefined if all of them are the same. */
export function disagreement<T>(
  thing: string,
  found: readonly FoundIn<T>[],
  isSame: (one: T, other: T) => boolean,
): PlanLine | undefined {
  const [first, ...more] = found
  if (!first || more.every(({ it }) => isSame(first.it, it))) return undefined
  const from = [...new Set(found.map((one) => one.from))].join(' and ')
  return { does: 'fail', thing, why: `defined differently in ${from}` }
}
