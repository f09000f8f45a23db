/** Pauses a job type: `POST /jobtype/{type}/pause`. */
import { operation } from '../http/operation.ts'
import { findJobType } from '../jobtype/find-job-type.ts'

export default operation({
  title: 'Pause a job type',
  description:
    'Starts no step of jobs of the type until it is resumed, except clean-up steps. ' +
    'Running steps go on. No job changes its state.',
  method: 'POST',
  path: '/jobtype/:type/pause',
  role: '_administrator',
}).answer(async ({ path, em, engine, user }) => {
  const { name } = await findJobType(em, engine, path.type)
  await engine.pauseType(em, name, user.name)
  return undefined
})
