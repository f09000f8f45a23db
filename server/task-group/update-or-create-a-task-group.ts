/** Creates or replaces a task group: `PUT /task-group/{group}`. */
import { TaskGroupDocument } from '../../schema/documents/task-group.ts'
import { readRules } from '../../schema/queries/admission/queue-rules.ts'
import { runningJobs } from '../../schema/queries/admission/running-jobs.ts'
import type { TaskGroup } from '../../schema/queue.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { taskGroupDocument } from './document.ts'
import { findTaskGroup } from './find-task-group.ts'
import { boundedGroups } from './request/bounds.ts'
import { documentFromQuery, GROUP_QUERY, parameterOf } from './request/from-query.ts'
import { taskGroupOf } from './request/task-group-of.ts'
import { warnOfUnknownNodes } from './transcoder/warn-of-unknown-nodes.ts'

export default operation({
  title: 'Update or create a task group',
  description:
    'The group is described by the body or by the parameters, and replaces one of the same name. With neither, a new group ' +
    'has no jobs, and an existing one stays as it is. When the request is answered, live jobs are in their new groups. ' +
    'Running jobs go on where the group now has less room, or other nodes.',
  method: 'PUT',
  path: '/task-group/:group',
  role: '_administrator',
  query: GROUP_QUERY,
  accepts: TaskGroupDocument,
  produces: TaskGroupDocument,
}).answer(async ({ path, query, body, em, engine, baseUrl, warn }) => {
  const { group: name } = path
  const given = documentFromQuery(query)
  if (given && body)
    throw invalidInput('body', 'expected the group in the body or in the parameters, got both')
  const group = asked(name, { given, body, jobTypes: await engine.namesOfTypes(em) })
  const isKept = !given && !body
  await engine.changeRules(em, ({ groups }) => {
    const at = groups.findIndex((one) => one.name === name)
    if (at >= 0) return isKept ? {} : { groups: boundedGroups(groups.with(at, group)) }
    return { groups: boundedGroups([...groups, group]) }
  })
  await warnOfUnknownNodes(em, group.transcoders ?? [], warn)
  return taskGroupDocument(findTaskGroup(await readRules(em), name), await runningJobs(em), baseUrl)
})

interface Asked {
  readonly jobTypes: readonly string[]
  readonly given: TaskGroupDocument | undefined
  readonly body: TaskGroupDocument | undefined
}

function asked(name: string, { given, body = NOTHING, jobTypes }: Asked): TaskGroup {
  return given
    ? taskGroupOf(name, given, { at: parameterOf, jobTypes })
    : taskGroupOf(name, body, { at: (element) => `TaskGroupDocument.${element}`, jobTypes })
}

const NOTHING: TaskGroupDocument = { job: [], transcoder: [] }
