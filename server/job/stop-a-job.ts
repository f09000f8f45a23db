import { operation } from '../http/operation.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Stop a job',
  description:
    'Ends the job early, but keeps what its running steps have made so far: each is asked to end with what it has, and what waits is given up; a job of which nothing runs is aborted. Answers at once. Nothing changes for a job that is final.',
  method: 'POST',
  path: '/job/:jobId/stop',
  role: '_job_write',
}).answer(async ({ path, em, engine, user }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  await engine.stop(id, user.name)
  return undefined
})
