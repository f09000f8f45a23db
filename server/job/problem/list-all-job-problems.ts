/** Lists the problems of all jobs: `GET /job/problem`. */
import { JobProblemListDocument } from '../../../schema/documents/job-problem.ts'
import { listProblems } from '../../../schema/queries/problems/list-problems.ts'
import { operation } from '../../http/operation.ts'
import { problemLines, problemListDocument } from './document.ts'

export default operation({
  title: 'List all job problems',
  description: 'The unresolved problems, each with the jobs that wait for it to pass.',
  method: 'GET',
  path: '/job/problem',
  role: '_job_read',
  produces: JobProblemListDocument,
  plain: problemLines,
}).answer(async ({ em }) => problemListDocument(await listProblems(em)))
