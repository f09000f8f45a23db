/** Deletes one value of the metadata of a task group: `DELETE /task-group/{group}/metadata/{key}`. */
import { operation } from '../../http/operation.ts'
import { changeTaskGroup } from '../find-task-group.ts'
import { groupValue } from './group-value.ts'

export default operation({
  title: 'Delete a metadata value of a task group',
  method: 'DELETE',
  path: '/task-group/:group/metadata/:key',
  role: '_administrator',
}).answer(async ({ path: { group: name, key }, em, engine }) => {
  await changeTaskGroup({ em, engine }, name, (group) => {
    groupValue(group, key)
    return { ...group, metadata: group.metadata?.filter((pair) => pair.key !== key) ?? [] }
  })
  return undefined
})
