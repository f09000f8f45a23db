/** Adds a node to a task group: `PUT /task-group/{group}/transcoder/{transcoder}`. */
import { operation } from '../../http/operation.ts'
import { changeTaskGroup } from '../find-task-group.ts'
import { atMost, checkedText } from '../request/bounds.ts'
import { warnOfUnknownNodes } from './warn-of-unknown-nodes.ts'

export default operation({
  title: 'Add a transcoder to a task group',
  description:
    'A transcoder is a node, by its name (`NODE_NAME`). From then on, steps of the group run on the nodes of the group only.',
  method: 'PUT',
  path: '/task-group/:group/transcoder/:transcoder',
  role: '_administrator',
}).answer(async ({ path, em, engine, warn }) => {
  const name = checkedText('transcoder', path.transcoder)
  await changeTaskGroup({ em, engine }, path.group, (group) => ({
    ...group,
    transcoders: atMost('transcoder', [...new Set([...(group.transcoders ?? []), name])]),
  }))
  await warnOfUnknownNodes(em, [name], warn)
  return undefined
})
