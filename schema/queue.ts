/** The queue rules: job pools, `concurrentJobs`, task groups and the priorities of job types. */

import type { Priority } from './states.ts'

/** The rules that limit how many jobs run, besides the slots of the hosts (wire.md §12, §13). */
export interface QueueRules {
  /** How many jobs may run at once if there are no pools; null: no limit. */
  readonly concurrentJobs: number | null
  /** Each pool admits `size` jobs at or above its threshold. Without pools, `concurrentJobs` applies. */
  readonly pools: readonly { readonly priorityThreshold: Priority; readonly size: number }[]
  readonly groups: readonly TaskGroup[]
  /** The default priority of a job, by type. */
  readonly priorities: Readonly<Record<string, Priority>>
}

export const RULE_NAMES = [
  'concurrentJobs',
  'pools',
  'groups',
  'priorities',
] as const satisfies readonly (keyof QueueRules)[]
export type RuleName = (typeof RULE_NAMES)[number]

/** The jobs that match any of the criteria, and how many of them may run at once. */
export interface TaskGroup {
  readonly name: string
  /** Null: no limit. */
  readonly maxConcurrency: number | null
  readonly jobs: readonly GroupCriteria[]
  /** The names of the nodes that its jobs run on. Empty or absent: any node. */
  readonly transcoders?: readonly string[]
  /** Among jobs of one priority, those of the group with the highest priority go first. Absent: MEDIUM. */
  readonly priority?: Priority
  /** What clients keep with the group. */
  readonly metadata?: readonly { readonly key: string; readonly value: string }[]
}

/**
 * A job must match every given field, each by any of its values; of `data`, every key, each by any of its
 * values. Empty criteria match every job.
 */
export interface GroupCriteria {
  readonly types?: readonly string[]
  readonly priorities?: readonly Priority[]
  readonly users?: readonly string[]
  readonly data?: readonly { readonly key: string; readonly value?: string }[]
}

/** No limit besides the slots of the hosts. */
export const NO_RULES: QueueRules = { concurrentJobs: null, pools: [], groups: [], priorities: {} }

/** Whether these rules limit how many jobs run. Pure. */
export function isBound({ concurrentJobs, pools, groups }: QueueRules): boolean {
  return concurrentJobs !== null || pools.length > 0 || groups.length > 0
}
