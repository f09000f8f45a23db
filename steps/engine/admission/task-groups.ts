/** Which task groups a job belongs to. All pure. */
import type { GroupCriteria, QueueRules } from '../../../schema/queue.ts'
import type { Priority } from '../../../schema/states.ts'
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
  return (
    has(types, job.type) &&
    has(priorities, job.priority) &&
    has(users, job.user) &&
    data.every(({ key, value }) =>
      value === undefined ? Object.hasOwn(job.metadata, key) : job.metadata[key] === value,
    )
  )
}

function has<T>(values: readonly T[] | undefined, value: T): boolean {
  return values === undefined || values.length === 0 || values.includes(value)
}
