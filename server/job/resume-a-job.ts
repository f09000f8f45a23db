/** Resumes a paused job: `POST /job/{jobId}/resume`. */
import { operation } from '../http/operation.ts'
import { resume } from './actions/control.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Resume a job',
  description:
    'Ends the pause of the job: it queues again at its old position and continues with the step that it ' +
    'had reached. Has no effect on a job that is not paused.',
  method: 'POST',
  path: '/job/:jobId/resume',
  role: '_job_write',
}).answer(async ({ path, ...context }) => {
  const { id } = await findJob(context.em, path.jobId, { metadata: false, steps: false })
  await resume.apply(context, id, {})
  return undefined
})
