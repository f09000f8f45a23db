import { operation } from '../http/operation.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Resume a job',
  description:
    'Takes a pause back: the job queues again, in its old place, and goes on with the step it had come to. Nothing changes for a job that is not paused.',
  method: 'POST',
  path: '/job/:jobId/resume',
  role: '_job_write',
}).answer(async ({ path, em, engine, user }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  await engine.resume(id, user.name)
  return undefined
})
