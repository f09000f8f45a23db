/** Retrieves a job type: `GET /jobtype/{type}`. */
import { JobTypeDocument } from '../../schema/documents/job-type.ts'
import { usualStepDurations } from '../../schema/queries/records/usual-durations.ts'
import { operation } from '../http/operation.ts'
import { jobTypeDocument } from './document.ts'
import { findJobType } from './find-job-type.ts'

export default operation({
  title: 'Retrieve a job type',
  description:
    'The parameters of its jobs and the graph of their steps. ' +
    'As text/plain: one line per step with its number, name and description, separated by tabs.',
  method: 'GET',
  path: '/jobtype/:type',
  produces: JobTypeDocument,
  plain: ({ step }) => step.map(({ number, name, description }) => [String(number), name, description]),
}).answer(async ({ path, em, engine }) => {
  const type = await findJobType(em, engine, path.type)
  return jobTypeDocument(type, await usualStepDurations(em, type.name))
})
