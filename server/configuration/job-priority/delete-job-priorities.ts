/** Deletes the default priorities of job types: `DELETE /configuration/job-priority`. */
import { operation } from '../../http/operation.ts'

export default operation({
  title: 'Delete the default priorities of job types',
  description: 'Jobs that are started without a priority are MEDIUM again.',
  method: 'DELETE',
  path: '/configuration/job-priority',
  role: '_administrator',
}).answer(async ({ em, engine }) => {
  await engine.changeRules(em, () => ({ priorities: {} }))
  return undefined
})
