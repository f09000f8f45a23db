/** Resumes a paused job type: `POST /jobtype/{type}/resume`. */
import { operation } from '../http/operation.ts'
import { findJobType } from '../jobtype/find-job-type.ts'

export default operation({
  title: 'Resume a job type',
  description: 'Starts steps of jobs of the type again.',
  method: 'POST',
  path: '/jobtype/:type/resume',
  role: '_administrator',
}).answer(async ({ path, em, engine }) => {
  const { name } = await findJobType(em, engine, path.type)
  await engine.resumeType(em, name)
  return undefined
})
