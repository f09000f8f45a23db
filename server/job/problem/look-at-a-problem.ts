import { LARGEST_INTEGER } from '../../../schema/ids.ts'
import { checkNow } from '../../../schema/queries/problems/problems.ts'
import { notFound } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'

export default operation({
  title: 'Look at a problem',
  description: 'Has the problem looked at at once instead of when its next look is due.',
  method: 'POST',
  path: '/job/problem/:problemId/check',
  role: '_job_write',
}).answer(async ({ path, em }) => {
  const id = Number(path.problemId)
  const known = Number.isInteger(id) && id > 0 && id <= LARGEST_INTEGER && (await checkNow(em, id))
  if (!known) throw notFound('JobProblem', path.problemId)
  return undefined
})
