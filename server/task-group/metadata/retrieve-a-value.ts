/** Retrieves one value of the metadata of a task group: `GET /task-group/{group}/metadata/{key}`. */
import { readRules } from '../../../schema/queries/admission/queue-rules.ts'
import { operation } from '../../http/operation.ts'
import { findTaskGroup } from '../find-task-group.ts'
import { groupValue } from './group-value.ts'

export default operation({
  title: 'Retrieve a metadata value of a task group',
  method: 'GET',
  path: '/task-group/:group/metadata/:key',
  role: '_administrator',
  produces: 'text',
}).answer(async ({ path, em }) => groupValue(findTaskGroup(await readRules(em), path.group), path.key))
