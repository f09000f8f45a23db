/** Stops a job: `POST /job/{jobId}/stop`. */
import { operation } from '../http/operation.ts'
import { stop } from './actions/control.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Stop a job',
  description:
    'Ends the job early and keeps what its running steps have made: each is asked to end with what it has. ' +
    'Steps that wait for a condition or a retry are FAILED_FATAL. A job without a running step is aborted. ' +
    'Returns at once. Has no effect on a final job.',
  method: 'POST',
  path: '/job/:jobId/stop',
  role: '_job_write',
}).answer(async ({ path, ...context }) => {
  const { id } = await findJob(context.em, path.jobId, { metadata: false, steps: false })
  await stop.apply(context, id, {})
  return undefined
})
