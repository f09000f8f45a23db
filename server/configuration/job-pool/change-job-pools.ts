/** Changes some job pools: `PATCH /configuration/job-pool`. */
import { JobPoolListDocument } from '../../../schema/documents/job-pool.ts'
import { operation } from '../../http/operation.ts'
import { limitOf, poolsOf, warnOfImmediate, withPools } from './pools-of.ts'

export default operation({
  title: 'Change the job pool configuration',
  description:
    'Each pool of the document replaces the pool with the same threshold, or is added; other pools, and `concurrentJobs` ' +
    'if the document has none, stay as they are.',
  method: 'PATCH',
  path: '/configuration/job-pool',
  role: '_administrator',
  accepts: JobPoolListDocument,
  needsBody: true,
}).answer(async ({ body = { pool: [] }, em, engine, warn }) => {
  const [changed, limit] = [poolsOf(body), limitOf(body)]
  warnOfImmediate(changed, warn)
  await engine.changeRules(em, ({ pools }) => ({
    ...limit,
    ...(changed.length > 0 && { pools: withPools(pools, changed) }),
  }))
  return undefined
})
