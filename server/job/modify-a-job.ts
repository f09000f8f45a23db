/** Changes the priority of a job or releases it: `PUT /job/{jobId}`. */
import { PRIORITIES } from '../../schema/states.ts'
import { operation } from '../http/operation.ts'
import { boolean, oneOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { findJob } from './request/find-job.ts'
import { refuseImmediate } from './request/refuse-immediate.ts'

export default operation({
  title: 'Modify a job',
  description: 'Changes the given properties and leaves the others as they are.',
  method: 'PUT',
  path: '/job/:jobId',
  role: '_job_write',
  query: {
    priority: parameter(
      oneOf(PRIORITIES),
      undefined,
      'The new priority. It is stored even if the job is final.',
    ),
    holdJob: parameter(boolean, undefined, '`false` releases a job in HOLD; `true` changes nothing.'),
  },
}).answer(async ({ path, query, em, engine, user }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  if (query.priority !== undefined) {
    refuseImmediate(query.priority, user)
    await engine.changePriority(em, id, query.priority, user.name)
  }
  if (query.holdJob === false) await engine.releaseHold(id, user.name)
  return undefined
})
