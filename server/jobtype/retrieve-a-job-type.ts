import { JobTypeDocument } from '../../schema/documents/job-type.ts'
import { notFound } from '../fault.ts'
import { operation } from '../operation.ts'
import { jobTypeDocument } from './document.ts'

export default operation({
  title: 'Retrieve a job type',
  description:
    'What its jobs are given, and the graph of their steps. As text/plain it is a line for each step: number, name and description, separated by tabs.',
  method: 'GET',
  path: '/jobtype/:type',
  produces: JobTypeDocument,
  plain: ({ step }) =>
    step.map(({ number, name, description }) => `${number}\t${name}\t${description}\r\n`).join(''),
}).answer(async ({ path, engine }) => {
  const type = engine.jobTypes.find(({ name }) => name === path.type)
  if (!type) throw notFound('JobType', path.type)
  return jobTypeDocument(type)
})
