/** Lists the task groups: `GET /task-group`. */
import { TaskGroupListDocument } from '../../schema/documents/task-group.ts'
import { readRules } from '../../schema/queries/admission/queue-rules.ts'
import { runningJobs } from '../../schema/queries/admission/running-jobs.ts'
import { operation } from '../http/operation.ts'
import { taskGroupDocument } from './document.ts'

export default operation({
  title: 'List all task groups',
  description: 'As text/plain: one name per line.',
  method: 'GET',
  path: '/task-group',
  role: '_administrator',
  produces: TaskGroupListDocument,
  plain: ({ group }) => group.map(({ name = '' }) => name),
}).answer(async ({ em, baseUrl }) => {
  const [{ groups }, running] = await Promise.all([readRules(em), runningJobs(em)])
  return { group: groups.map((group) => taskGroupDocument(group, running, baseUrl)) }
})
