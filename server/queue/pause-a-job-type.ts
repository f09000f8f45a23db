import { operation } from '../http/operation.ts'
import { findJobType } from '../jobtype/find-job-type.ts'

export default operation({
  title: 'Pause a job type',
  description:
    'Lets no step of jobs of the type start until it is resumed, clean-up excepted; what runs goes on. No job changes its state.',
  method: 'POST',
  path: '/jobtype/:type/pause',
  role: '_administrator',
}).answer(async ({ path, em, engine, user }) => {
  const { name } = findJobType(engine, path.type)
  await engine.pauseType(em, name, user.name)
  return undefined
})
