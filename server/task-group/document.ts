/** Writes task groups as documents. */
import type { TaskGroupDocument } from '../../schema/documents/task-group.ts'
import type { RunningJobs } from '../../schema/queries/admission/ready-steps.ts'
import type { TaskGroup } from '../../schema/queue.ts'
import { placeTaking } from '../../steps/engine/admission/pool-use.ts'

export function taskGroupDocument(
  group: TaskGroup,
  running: readonly RunningJobs[],
  baseUrl: string,
): TaskGroupDocument {
  const { name, jobs, transcoders = [], metadata = [], priority, maxConcurrency } = group
  return {
    loc: `${baseUrl}/task-group/${encodeURIComponent(name)}`,
    name,
    job: jobs.map(({ types = [], priorities = [], users = [], data = [] }) => ({
      ...{ type: types, priority: priorities, user: users, group: [] },
      data,
    })),
    transcoder: transcoders.map((id) => ({ id })),
    ...(metadata.length > 0 && { metadata: { field: metadata } }),
    ...{ priority, maxConcurrency: maxConcurrency ?? undefined },
    running: placeTaking(running)
      .filter(({ groups }) => groups.includes(name))
      .reduce((sum, { count }) => sum + count, 0),
  }
}
