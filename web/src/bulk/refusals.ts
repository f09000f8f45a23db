/** Groups the jobs that a bulk action did not change. Pure. */
import type { Refused } from '../api/wire.ts'

export interface Group {
  readonly explanation: string
  readonly jobIds: readonly string[]
}

/** Groups by reason, largest group first. */
export function grouped(refused: readonly Refused[]): readonly Group[] {
  const groups = Map.groupBy(refused, ({ explanation }) => explanation)
  return [...groups]
    .map(([explanation, some]) => ({ explanation, jobIds: some.map(({ jobId }) => jobId) }))
    .toSorted((one, other) => other.jobIds.length - one.jobIds.length)
}
