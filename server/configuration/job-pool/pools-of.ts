/** Reads the rules of a JobPoolListDocument. */
import type { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import { PRIORITIES } from '../../../schema/states.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { MOST_CONCURRENT_JOBS, MOST_PLACES, wholeNumber } from '../whole-number.ts'

type Pools = QueueRules['pools']

/** Throws `invalidInput` for the first size that is out of bounds, and for a second pool of a threshold. */
export function poolsOf({ pool }: JobPoolListDocument): Pools {
  const at = (position: number, element: string) => `JobPoolListDocument.pool[${position}].${element}`
  const seen = new Set<string>()
  return pool.map(({ priorityThreshold, size }, position) => {
    if (seen.has(priorityThreshold))
      throw invalidInput(
        at(position, 'priorityThreshold'),
        `expected each threshold once, got a second pool with “${priorityThreshold}”`,
        priorityThreshold,
      )
    seen.add(priorityThreshold)
    return { priorityThreshold, size: wholeNumber(at(position, 'size'), size, MOST_PLACES) }
  })
}

/** The limit without pools, if the document has it. Throws `invalidInput` if it is out of bounds. */
export function limitOf({ concurrentJobs }: JobPoolListDocument): Partial<QueueRules> {
  if (concurrentJobs === undefined) return {}
  const at = 'JobPoolListDocument.concurrentJobs'
  return { concurrentJobs: wholeNumber(at, concurrentJobs, MOST_CONCURRENT_JOBS) }
}

/** Pools of `changed` replace those with the same threshold, or are added. Pure. */
export function withPools(pools: Pools, changed: Pools): Pools {
  const byThreshold = (one: Pools) => one.map((pool) => [pool.priorityThreshold, pool] as const)
  return [...new Map([...byThreshold(pools), ...byThreshold(changed)]).values()]
}

/** IMMEDIATE jobs start without a place, so such a pool admits no job. */
export function warnOfImmediate(pools: Pools, warn: Context['warn']): void {
  const last = PRIORITIES.at(-1)
  if (pools.some(({ priorityThreshold }) => priorityThreshold === last))
    warn(`the pool ${last} admits no job: ${last} jobs start without a place`)
}
