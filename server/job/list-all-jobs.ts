import { JobListDocument } from '../../schema/documents/job.ts'
import { operation } from '../operation.ts'
import { CRITERIA, criteriaOf, PAGE } from './criteria.ts'
import { jobLines, jobPage } from './page.ts'

export default operation({
  title: 'List all jobs',
  description: 'As text/plain it is the ids, each ended by CRLF.',
  method: 'GET',
  path: '/job',
  role: '_job_read',
  query: { ...CRITERIA, ...PAGE },
  produces: JobListDocument,
  plain: jobLines,
}).answer(({ query, em, engine, user }) => jobPage(em, criteriaOf(query, { engine, user }), query))
