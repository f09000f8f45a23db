import { operation } from '../http/operation.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Pause a job',
  description:
    'Ends nothing, but lets no further step of the job start until it is resumed: steps that run go on to their end, then the job is WAITING. Nothing changes for a job that is final.',
  method: 'POST',
  path: '/job/:jobId/pause',
  role: '_job_write',
}).answer(async ({ path, em, engine, user }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  await engine.pause(id, user.name)
  return undefined
})
