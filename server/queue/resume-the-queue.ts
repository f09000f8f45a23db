/** Resumes the paused queue: `POST /job/resume`. */
import { operation } from '../http/operation.ts'

export default operation({
  title: 'Resume the queue',
  description:
    'Starts steps of all jobs again, except jobs that are paused themselves or whose type is paused.',
  method: 'POST',
  path: '/job/resume',
  role: '_administrator',
}).answer(async ({ em, engine }) => {
  await engine.resumeType(em, '')
  return undefined
})
