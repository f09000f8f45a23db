/** Deletes one job pool: `DELETE /configuration/job-pool/{priority}`. */
import { notFound } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'

export default operation({
  title: 'Delete a job pool',
  description:
    'Deletes the job pool with that priority threshold. Without the last one, `concurrentJobs` applies.',
  method: 'DELETE',
  path: '/configuration/job-pool/:priority',
  role: '_administrator',
}).answer(async ({ path, em, engine }) => {
  await engine.changeRules(em, ({ pools }) => {
    const others = pools.filter(({ priorityThreshold }) => priorityThreshold !== path.priority)
    if (others.length < pools.length) return { pools: others }
    throw notFound(
      'job-pool',
      path.priority,
      pools.map(({ priorityThreshold }) => priorityThreshold),
    )
  })
  return undefined
})
