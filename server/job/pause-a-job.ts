/** Pauses a job: `POST /job/{jobId}/pause`. */
import { operation } from '../http/operation.ts'
import { pause } from './actions/control.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Pause a job',
  description:
    'Starts no further step of the job until it is resumed. Running steps run to their end; the job is ' +
    'then WAITING, unless it is in HOLD. Has no effect on a final job.',
  method: 'POST',
  path: '/job/:jobId/pause',
  role: '_job_write',
}).answer(async ({ path, ...context }) => {
  const { id } = await findJob(context.em, path.jobId, { metadata: false, steps: false })
  await pause.apply(context, id, {})
  return undefined
})
