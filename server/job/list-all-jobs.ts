/** Lists jobs: `GET /job`. */
import { JobListDocument } from '../../schema/documents/job.ts'
import { operation } from '../http/operation.ts'
import { jobLines, jobPage } from './document/job-page.ts'
import { CRITERIA, criteriaOf, PAGE } from './request/criteria.ts'

export default operation({
  title: 'List all jobs',
  description: 'As text/plain: the job ids, each ended by CRLF.',
  method: 'GET',
  path: '/job',
  role: '_job_read',
  query: { ...CRITERIA, ...PAGE },
  produces: JobListDocument,
  plain: jobLines,
}).answer(async ({ query, em, engine, user }) =>
  jobPage(em, await criteriaOf(query, { engine, user, em }), query),
)
