/** Resumes a paused job: `POST /job/{jobId}/resume`. */
import { operation } from '../http/operation.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Resume a job',
  description:
    'Ends the pause of the job: it queues again at its old position and continues with the step that it ' +
    'had reached. Has no effect on a job that is not paused.',
  method: 'POST',
  path: '/job/:jobId/resume',
  role: '_job_write',
}).answer(async ({ path, em, engine, user }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  await engine.resume(id, user.name)
  return undefined
})
