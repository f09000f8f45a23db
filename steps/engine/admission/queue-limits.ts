/** How many jobs the queue rules let run, as jobs are admitted one after the other. */
import type { RunningJobs } from '../../../schema/queries/admission/ready-steps.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import { PRIORITIES, type Priority, priorityOf, rankOf } from '../../../schema/states.ts'

/** Why the queue rules keep a job from starting. */
export type LimitReached = (
  | { readonly why: 'jobs-full' }
  | { readonly why: 'pool-full'; readonly priority: Priority }
  | { readonly why: 'group-full'; readonly group: string }
) & {
  readonly limit: number
  /** How many of the running jobs only wait for a retry; absent where they were not counted. */
  readonly retrying?: number
}

/**
 * A pool admits jobs at or above its threshold, so the jobs up to a priority have the pools up to that
 * threshold to themselves, and all running jobs have a place exactly when that holds at every priority.
 * IMMEDIATE always starts and takes no place (wire.md §13).
 */
export class QueueLimits {
  readonly #rules: QueueRules
  /** Running jobs, by rank. */
  readonly #jobs = new Map<number, number>()
  readonly #groups = new Map<string, number>()

  constructor(rules: QueueRules, running: readonly RunningJobs[]) {
    this.#rules = rules
    for (const { priority, groups, count } of running) this.#add(priority, groups, count)
  }

  /** Why a job cannot start now; undefined when it can. */
  refusal(priority: number, groups: readonly string[]): LimitReached | undefined {
    if (priority === rankOf('IMMEDIATE')) return undefined
    for (const { name, maxConcurrency } of this.#rules.groups) {
      if (maxConcurrency === null || !groups.includes(name)) continue
      if ((this.#groups.get(name) ?? 0) >= maxConcurrency)
        return { why: 'group-full', group: name, limit: maxConcurrency }
    }
    return this.#rules.pools.length > 0 ? this.#poolRefusal(priority) : this.#jobsRefusal()
  }

  take(priority: number, groups: readonly string[]): void {
    this.#add(priority, groups, 1)
  }

  #jobsRefusal(): LimitReached | undefined {
    const limit = this.#rules.concurrentJobs
    return limit !== null && this.#upTo(PRIORITIES.length) >= limit ? { why: 'jobs-full', limit } : undefined
  }

  #poolRefusal(priority: number): LimitReached | undefined {
    for (let rank = priority; rank < rankOf('IMMEDIATE'); rank += 1) {
      const open = this.#rules.pools.filter(({ priorityThreshold }) => rankOf(priorityThreshold) <= rank)
      const limit = open.reduce((sum, { size }) => sum + size, 0)
      if (this.#upTo(rank) >= limit) return { why: 'pool-full', priority: priorityOf(rank), limit }
    }
    return undefined
  }

  #upTo(rank: number): number {
    let sum = 0
    for (const [jobRank, count] of this.#jobs) if (jobRank <= rank) sum += count
    return sum
  }

  #add(priority: number, groups: readonly string[], count: number): void {
    if (priority === rankOf('IMMEDIATE')) return
    this.#jobs.set(priority, (this.#jobs.get(priority) ?? 0) + count)
    for (const group of groups) this.#groups.set(group, (this.#groups.get(group) ?? 0) + count)
  }
}
