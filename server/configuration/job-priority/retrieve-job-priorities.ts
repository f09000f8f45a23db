/** Retrieves the default priorities of job types: `GET /configuration/job-priority`. */
import { JobPriorityConfigurationDocument } from '../../../schema/documents/job-priority.ts'
import { readRules } from '../../../schema/queries/admission/queue-rules.ts'
import { operation } from '../../http/operation.ts'

export default operation({
  title: 'Retrieve the default priorities of job types',
  description: 'As text/plain: one line per job type, with its priority after a tab.',
  method: 'GET',
  path: '/configuration/job-priority',
  role: '_administrator',
  produces: JobPriorityConfigurationDocument,
  plain: ({ job }) => job.map(({ type, value }) => [type, value]),
}).answer(async ({ em }) => {
  const { priorities } = await readRules(em)
  const types = Object.entries(priorities).map(([type, value]) => ({ type, value }))
  return { job: types.toSorted((a, b) => (a.type < b.type ? -1 : 1)) }
})
