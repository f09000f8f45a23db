/** Sets one value of the metadata of a task group: `PUT /task-group/{group}/metadata/{key}`. */
import { operation } from '../../http/operation.ts'
import { changeTaskGroup } from '../find-task-group.ts'
import { metadataWith } from '../request/group-metadata.ts'

export default operation({
  title: 'Set a metadata value of a task group',
  description: 'The body is the value; without a body it is empty.',
  method: 'PUT',
  path: '/task-group/:group/metadata/:key',
  role: '_administrator',
  accepts: 'text',
}).answer(async ({ path: { group: name, key }, body: value = '', em, engine }) => {
  await changeTaskGroup({ em, engine }, name, (group) => ({
    ...group,
    metadata: metadataWith(group.metadata ?? [], [{ key, value }], () => 'key'),
  }))
  return undefined
})
