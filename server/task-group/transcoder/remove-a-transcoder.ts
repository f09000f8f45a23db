/** Removes a node from a task group: `DELETE /task-group/{group}/transcoder/{transcoder}`. */
import { notFound } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { changeTaskGroup } from '../find-task-group.ts'

export default operation({
  title: 'Remove a transcoder from a task group',
  description: 'Without the last one, steps of the group run on any node.',
  method: 'DELETE',
  path: '/task-group/:group/transcoder/:transcoder',
  role: '_administrator',
}).answer(async ({ path, em, engine }) => {
  await changeTaskGroup({ em, engine }, path.group, (group) => {
    const { transcoders = [] } = group
    if (!transcoders.includes(path.transcoder)) throw notFound('transcoder', path.transcoder, transcoders)
    return { ...group, transcoders: transcoders.filter((name) => name !== path.transcoder) }
  })
  return undefined
})
