import type { Priority } from './states.ts'

/** What bounds the queue besides the hosts (wire.md §12, §13). */
export interface QueueRules {
  /** How many jobs may run at once where there are no pools; null: as many as the hosts have room for. */
  readonly concurrentJobs: number | null
  /** Each admits `size` jobs of its threshold or above. Without any, `concurrentJobs` is the only bound. */
  readonly pools: readonly { readonly priorityThreshold: Priority; readonly size: number }[]
  readonly groups: readonly TaskGroup[]
  /** The priority a job gets that asks for none, by type. */
  readonly priorities: Readonly<Record<string, Priority>>
}

/** A task group: the jobs that match any of its criteria, and how many of them may run at once. */
export interface TaskGroup {
  readonly name: string
  /** Null: as many as there is room for. */
  readonly maxConcurrency: number | null
  readonly jobs: readonly GroupCriteria[]
}

/** All that are given have to hold, each by any of its values; one that is empty matches every job. */
export interface GroupCriteria {
  readonly types?: readonly string[]
  readonly priorities?: readonly Priority[]
  readonly users?: readonly string[]
  readonly data?: readonly { readonly key: string; readonly value?: string }[]
}

/** No bound but the hosts. */
export const NO_RULES: QueueRules = { concurrentJobs: null, pools: [], groups: [], priorities: {} }

/** Whether anything but the hosts bounds how many jobs run. Pure. */
export function isBound({ concurrentJobs, pools, groups }: QueueRules): boolean {
  return concurrentJobs !== null || pools.length > 0 || groups.length > 0
}
