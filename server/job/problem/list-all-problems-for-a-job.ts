/** Lists the problems of one job: `GET /job/{jobId}/problem`. */
import { JobProblemListDocument } from '../../../schema/documents/job-problem.ts'
import { listProblems } from '../../../schema/queries/problems/list-problems.ts'
import { operation } from '../../http/operation.ts'
import { findJob } from '../request/find-job.ts'
import { problemLines, problemListDocument } from './document.ts'

export default operation({
  title: 'List all problems for a job',
  description: 'The unresolved problems that the job waits on.',
  method: 'GET',
  path: '/job/:jobId/problem',
  role: '_job_read',
  produces: JobProblemListDocument,
  plain: problemLines,
}).answer(async ({ path, em }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  return problemListDocument(await listProblems(em, id))
})
