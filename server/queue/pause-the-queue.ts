import { operation } from '../http/operation.ts'

export default operation({
  title: 'Pause the queue',
  description:
    'Lets no step of any job start until the queue is resumed, clean-up excepted; what runs goes on. No job changes its state.',
  method: 'POST',
  path: '/job/pause',
  role: '_administrator',
}).answer(async ({ em, engine, user }) => {
  await engine.pauseType(em, '', user.name)
  return undefined
})
