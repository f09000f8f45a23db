/** Pauses the queue: `POST /job/pause`. */
import { operation } from '../http/operation.ts'

export default operation({
  title: 'Pause the queue',
  description:
    'Starts no step of any job until the queue is resumed, except clean-up steps. ' +
    'Running steps go on. No job changes its state.',
  method: 'POST',
  path: '/job/pause',
  role: '_administrator',
}).answer(async ({ em, engine, user }) => {
  await engine.pauseType(em, '', user.name)
  return undefined
})
