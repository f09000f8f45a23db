/** Changes the priority of a job, releases it, or keeps it: `PUT /job/{jobId}`. */
import { keepJobs } from '../../schema/queries/retention/keep-jobs.ts'
import { PRIORITIES } from '../../schema/states.ts'
import { operation } from '../http/operation.ts'
import { boolean, oneOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { changePriority } from './actions/priority.ts'
import { findJob } from './request/find-job.ts'

export default operation({
  title: 'Modify a job',
  description: 'Changes the given properties and leaves the others as they are.',
  method: 'PUT',
  path: '/job/:jobId',
  role: '_job_write',
  query: {
    priority: parameter(
      oneOf(PRIORITIES),
      undefined,
      'The new priority. It is stored even if the job is final.',
    ),
    holdJob: parameter(boolean, undefined, '`false` releases a job in HOLD; `true` changes nothing.'),
    keep: parameter(
      boolean,
      undefined,
      '`true`: keep the job when others of its age go; `false`: no longer (Callsheet extension, docs/retention.md).',
    ),
  },
}).answer(async ({ path, query, ...context }) => {
  const { id } = await findJob(context.em, path.jobId, { metadata: false, steps: false })
  await changePriority.apply(context, id, { priority: query.priority })
  if (query.holdJob === false) await context.engine.releaseHold(id, context.user.name)
  if (query.keep !== undefined) await keepJobs(context.em, [id], query.keep, context.user.name)
  return undefined
})
