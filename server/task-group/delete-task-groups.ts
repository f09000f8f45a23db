/** Deletes all task groups: `DELETE /task-group`. */
import { operation } from '../http/operation.ts'

export default operation({
  title: 'Delete all task groups',
  description: 'Their jobs go on, without the bounds of the groups.',
  method: 'DELETE',
  path: '/task-group',
  role: '_administrator',
}).answer(async ({ em, engine }) => {
  await engine.changeRules(em, () => ({ groups: [] }))
  return undefined
})
