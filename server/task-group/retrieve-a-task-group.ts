/** Retrieves a task group: `GET /task-group/{group}`. */
import { TaskGroupDocument } from '../../schema/documents/task-group.ts'
import { readRules } from '../../schema/queries/admission/queue-rules.ts'
import { runningJobs } from '../../schema/queries/admission/running-jobs.ts'
import { operation } from '../http/operation.ts'
import { taskGroupDocument } from './document.ts'
import { findTaskGroup } from './find-task-group.ts'

export default operation({
  title: 'Retrieve a task group',
  method: 'GET',
  path: '/task-group/:group',
  role: '_administrator',
  produces: TaskGroupDocument,
}).answer(async ({ path, em, baseUrl }) => {
  const group = findTaskGroup(await readRules(em), path.group)
  return taskGroupDocument(group, await runningJobs(em), baseUrl)
})
