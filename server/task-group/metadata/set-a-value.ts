/** Sets one value of the metadata of a task group: `PUT /task-group/{group}/metadata/{key}`. */
import { invalidInput } from '../../http/answer/fault.ts'
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
  if (value.includes('\0')) throw invalidInput('body', 'NUL (U+0000) is not accepted')
  await changeTaskGroup({ em, engine }, name, (group) => ({
    ...group,
    metadata: metadataWith(group.metadata ?? [], [{ key, value }], () => 'key'),
  }))
  return undefined
})
