import { PauseListDocument } from '../../schema/documents/pause-list.ts'
import { listPauses } from '../../schema/queries/admission/pauses.ts'
import { operation } from '../http/operation.ts'

export default operation({
  title: 'List what is paused',
  description:
    'The job types of which nothing starts for now, and the whole queue if it is paused; paused jobs are problems.',
  method: 'GET',
  path: '/job/pause',
  role: '_job_read',
  produces: PauseListDocument,
  plain: ({ pause }) => pause.map(({ type = '*', user }) => `${type}\t${user}\r\n`).join(''),
}).answer(async ({ em }) => {
  const pauses = await listPauses(em)
  return {
    pause: pauses.map(({ type, at, user }) => ({
      ...(type !== '' && { type }),
      timestamp: new Date(at),
      user,
    })),
  }
})
