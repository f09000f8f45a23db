/** Deletes the metadata of a task group: `DELETE /task-group/{group}/metadata`. */
import { operation } from '../../http/operation.ts'
import { changeTaskGroup } from '../find-task-group.ts'

export default operation({
  title: 'Delete the metadata of a task group',
  method: 'DELETE',
  path: '/task-group/:group/metadata',
  role: '_administrator',
}).answer(async ({ path, em, engine }) => {
  await changeTaskGroup({ em, engine }, path.group, (group) => ({ ...group, metadata: [] }))
  return undefined
})
