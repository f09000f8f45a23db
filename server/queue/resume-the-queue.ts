import { operation } from '../http/operation.ts'

export default operation({
  title: 'Resume the queue',
  description: 'Lets the steps of all jobs start again, unless their type or they themselves are paused.',
  method: 'POST',
  path: '/job/resume',
  role: '_administrator',
}).answer(async ({ em, engine }) => {
  await engine.resumeType(em, '')
  return undefined
})
