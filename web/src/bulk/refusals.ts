/** Why nothing is done to some of many jobs. Pure. */
import type { Refused } from '../api/wire.ts'

export interface Group {
  readonly explanation: string
  readonly jobIds: readonly string[]
}

/** Those with the same reason together, the most first. */
export function grouped(refused: readonly Refused[]): readonly Group[] {
  const groups = Map.groupBy(refused, ({ explanation }) => explanation)
  return [...groups]
    .map(([explanation, some]) => ({ explanation, jobIds: some.map(({ jobId }) => jobId) }))
    .toSorted((one, other) => other.jobIds.length - one.jobIds.length)
}
