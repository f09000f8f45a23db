/** Starts a job again as a new one: `POST /job/{jobId}/re-run`. */
import { JobDocument } from '../../schema/documents/job.ts'
import { PRIORITIES } from '../../schema/states.ts'
import { operation } from '../http/operation.ts'
import { integer, oneOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { reRun } from './actions/re-run.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Create a duplicate job',
  description:
    'Starts a new job of the same type, with the metadata and limits that the original was created with. ' +
    'The caller owns the new job. The original does not change.',
  method: 'POST',
  path: '/job/:jobId/re-run',
  role: '_job_write',
  query: {
    priority: parameter(
      oneOf(PRIORITIES),
      undefined,
      'The priority of the new job. Default: the priority of the original.',
    ),
    fromStep: parameter(
      integer,
      undefined,
      'Begin at this step. Finished steps that do not depend on it are reused, ' +
        'unless their results end with the job.',
    ),
  },
  produces: JobDocument,
  plain: (job) => job.jobId,
  idempotent: true,
}).answer(async ({ path, query, em, engine, user, once, warn }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  const { newJob } = await reRun.apply({ em, engine, user, once, warn }, id, query)
  return newJob
})
