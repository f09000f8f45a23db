/** Deletes all job pools: `DELETE /configuration/job-pool`. */
import { operation } from '../../http/operation.ts'

export default operation({
  title: 'Delete all job pools',
  description: 'From then on, `concurrentJobs` applies, which keeps its value.',
  method: 'DELETE',
  path: '/configuration/job-pool',
  role: '_administrator',
}).answer(async ({ em, engine }) => {
  await engine.changeRules(em, () => ({ pools: [] }))
  return undefined
})
