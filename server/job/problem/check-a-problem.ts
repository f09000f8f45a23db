/** Makes the next check of a problem due now: `POST /job/problem/{problemId}/check`. */
import { LARGEST_INTEGER } from '../../../schema/ids.ts'
import { checkNow } from '../../../schema/queries/problems/problems.ts'
import { notFound } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'

export default operation({
  title: 'Check a problem',
  description:
    'Checks the problem now instead of when its next check is due. ' +
    'Has no effect on a problem without checks, such as PAUSED.',
  method: 'POST',
  path: '/job/problem/:problemId/check',
  role: '_job_write',
}).answer(async ({ path, em }) => {
  const id = Number(path.problemId)
  const known = Number.isInteger(id) && id > 0 && id <= LARGEST_INTEGER && (await checkNow(em, id))
  if (!known) throw notFound('JobProblem', path.problemId)
  return undefined
})
