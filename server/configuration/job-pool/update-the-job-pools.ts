/** Replaces the job pools: `PUT /configuration/job-pool`. */
import { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import { operation } from '../../http/operation.ts'
import { limitOf, poolsOf, warnOfImmediate } from './pools-of.ts'

export default operation({
  title: 'Update the job pool configuration',
  description:
    'Replaces all job pools; without one, `concurrentJobs` applies. It keeps its value if the document has none. Queued ' +
    'jobs start at once where there are more places. Running jobs go on where there are fewer.',
  method: 'PUT',
  path: '/configuration/job-pool',
  role: '_administrator',
  accepts: JobPoolListDocument,
  needsBody: true,
}).answer(async ({ body = { pool: [] }, em, engine, warn }) => {
  const changed = { pools: poolsOf(body), ...limitOf(body) }
  warnOfImmediate(changed.pools, warn)
  await engine.changeRules(em, () => changed)
  return undefined
})
