/** Creates a job from a request. */
import type { NewJob } from '../../../schema/queries/jobs/create-job.ts'
import type { QueueRules } from '../../../schema/queue.ts'
import { type Priority, rankOf } from '../../../schema/states.ts'
import { groupsOf } from '../admission/task-groups.ts'
import type { JobType } from '../declare/job-type.ts'
import { instantiate, type ReusedResults } from './instantiate.ts'
import type { StartRequest } from './start-request.ts'

/** The requested priority, otherwise that of the type in the rules, otherwise MEDIUM (wire.md §13). Pure. */
export function priorityOfNew({ type, priority }: StartRequest, { priorities }: QueueRules): Priority {
  return priority ?? priorities[type] ?? 'MEDIUM'
}

/** The rows of an accepted job. Pure. */
export function newJob<Tools>(
  type: JobType<Tools>,
  request: StartRequest & { readonly priority: Priority },
  rules: QueueRules,
  tools: Tools,
  reused?: ReusedResults,
): NewJob {
  const { user, held, keep, metadata, notificationData, notification, once, priority } = request
  const limits = { ...type.limits, ...request.limits }
  const groups = groupsOf(rules, { type: type.name, priority, user, metadata })
  return {
    ...{ type: type.name, user, held, keep, metadata, notificationData, notification, once, groups },
    state: held ? 'HOLD' : 'READY',
    priority: rankOf(priority),
    ...{ queueLimit: limits.queueS, runLimit: limits.runS },
    steps: instantiate(type, { metadata, tools, held, groups, limits, reused }),
  }
}
