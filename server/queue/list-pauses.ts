/** Lists paused job types and the pause of the queue: `GET /job/pause`. */
import { PauseListDocument } from '../../schema/documents/pause-list.ts'
import { listPauses } from '../../schema/queries/admission/pauses.ts'
import { operation } from '../http/operation.ts'

export default operation({
  title: 'List pauses',
  description:
    'The paused job types, and the queue if it is paused (an entry without a type). ' +
    'Paused jobs are listed as problems instead.',
  method: 'GET',
  path: '/job/pause',
  role: '_job_read',
  produces: PauseListDocument,
  plain: ({ pause }) => pause.map(({ type = '*', user }) => [type, user]),
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
