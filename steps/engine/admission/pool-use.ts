/** Which job pools the running jobs have their places in. Pure. */
import type { RunningJobs } from '../../../schema/queries/admission/ready-steps.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import { rankOf } from '../../../schema/states.ts'

/**
 * How many running jobs have a place of each pool. Low priorities choose first, as fewer pools admit them,
 * and each job takes the pool with the highest threshold that admits it. After a limit was lowered, jobs
 * without a place are left over.
 */
export function poolUse(pools: QueueRules['pools'], running: readonly RunningJobs[]): readonly number[] {
  const used = pools.map(() => 0)
  const nearestFirst = pools
    .map(({ priorityThreshold, size }, at) => ({ at, size, rank: rankOf(priorityThreshold) }))
    .toSorted((a, b) => b.rank - a.rank)
  for (const { priority, count } of placeTaking(running).toSorted((a, b) => a.priority - b.priority)) {
    let left = count
    for (const { at, size } of nearestFirst.filter(({ rank }) => rank <= priority)) {
      const taken = Math.min(left, size - (used[at] ?? 0))
      used[at] = (used[at] ?? 0) + taken
      left -= taken
    }
  }
  return used
}

/** IMMEDIATE jobs take no place. */
export function placeTaking(running: readonly RunningJobs[]): readonly RunningJobs[] {
  return running.filter(({ priority }) => priority !== rankOf('IMMEDIATE'))
}
