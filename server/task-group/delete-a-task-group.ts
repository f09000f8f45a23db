/** Deletes a task group: `DELETE /task-group/{group}`. */
import { operation } from '../http/operation.ts'
import { findTaskGroup } from './find-task-group.ts'

export default operation({
  title: 'Delete a task group',
  description: 'Its jobs go on, without the bounds of the group.',
  method: 'DELETE',
  path: '/task-group/:group',
  role: '_administrator',
}).answer(async ({ path, em, engine }) => {
  await engine.changeRules(em, (rules) => {
    const { name } = findTaskGroup(rules, path.group)
    return { groups: rules.groups.filter((group) => group.name !== name) }
  })
  return undefined
})
