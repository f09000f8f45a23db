/** Which task groups a job belongs to, and what follows for its steps. All pure. */
import type { Need } from '../../../schema/need.ts'
import type { GroupCriteria, QueueRules, TaskGroup } from '../../../schema/queue.ts'
import { type Priority, rankOf } from '../../../schema/states.ts'
import type { Metadata } from '../declare/step.ts'

/** What task groups distinguish. */
export interface Grouped {
  readonly type: string
  readonly priority: Priority
  readonly user: string
  readonly metadata: Metadata
}

/** The names of the task groups that a job belongs to (wire.md §12). */
export function groupsOf({ groups }: QueueRules, job: Grouped): readonly string[] {
  return groups.filter(({ jobs }) => jobs.some((criteria) => matches(criteria, job))).map(({ name }) => name)
}

function matches({ types, priorities, users, data = [] }: GroupCriteria, job: Grouped): boolean {
  const keys = Map.groupBy(data, ({ key }) => key)
  return (
    has(types, job.type) &&
    has(priorities, job.priority) &&
    has(users, job.user) &&
    [...keys.values()].every((values) => values.some((pair) => hasData(job.metadata, pair)))
  )
}

function hasData(metadata: Metadata, { key, value }: NonNullable<GroupCriteria['data']>[number]): boolean {
  return value === undefined ? Object.hasOwn(metadata, key) : metadata[key] === value
}

function has<T>(values: readonly T[] | undefined, value: T): boolean {
  return values === undefined || values.length === 0 || values.includes(value)
}

/**
 * The names of the nodes that a step of these task groups may run on: those of all its groups that name
 * nodes. Undefined for any node, as for clean-up: an abort must not wait for a node.
 */
export function transcodersOf(groups: readonly TaskGroup[], need: Need): readonly string[] | undefined {
  const names = groupsOfNeed(groups, need).flatMap(({ transcoders = [] }) => transcoders)
  return names.length === 0 || need.cleanup ? undefined : [...new Set(names)]
}

/** The rank of a step among those of jobs of the same priority: the highest of its task groups. */
export function groupRank(groups: readonly TaskGroup[], need: Need): number {
  const ranks = groupsOfNeed(groups, need).map(({ priority = 'MEDIUM' }) => rankOf(priority))
  return ranks.length === 0 ? rankOf('MEDIUM') : Math.max(...ranks)
}

function groupsOfNeed(groups: readonly TaskGroup[], need: Need): readonly TaskGroup[] {
  return need.groups ? groups.filter(({ name }) => need.groups?.includes(name)) : []
}
