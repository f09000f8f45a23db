/** Starts a job again as a new one: `POST /job/{jobId}/re-run`. */
import { JobDocument } from '../../schema/documents/job.ts'
import type { Once } from '../../schema/queries/jobs/create-job.ts'
import { PRIORITIES, type Priority } from '../../schema/states.ts'
import type { StartAnswer } from '../../steps/engine/submit/start-request.ts'
import { invalidInput } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { operation } from '../http/operation.ts'
import { integer, oneOf } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { findJob } from './request/find-job.ts'
import { refuseImmediate } from './request/refuse-immediate.ts'
import { startOnce } from './request/start-once.ts'

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
}).answer(async ({ path, query, em, engine, user, once }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  return startOnce({ em, user, once }, () => duplicate({ em, engine, user }, id, { ...query, once }))
})

/**
 * Starts a new job like job `id`. Throws a fault if `fromStep` is not a step of the job, or if the user may
 * not use the priority.
 */
export async function duplicate(
  { em, engine, user }: Pick<Context, 'em' | 'engine' | 'user'>,
  id: number,
  { priority, fromStep, once }: DuplicateRequest,
): Promise<StartAnswer> {
  const answer = await engine.duplicate(em, id, {
    ...{ user: user.name, once },
    ...(priority && { priority }),
    ...(fromStep !== undefined && { fromStep }),
    allow: (wanted) => refuseImmediate(wanted, user),
  })
  if ('fromStep' in answer) throw invalidInput('fromStep', answer.fromStep, String(fromStep))
  return answer
}

type DuplicateRequest = {
  readonly priority: Priority | undefined
  readonly fromStep?: number | undefined
  readonly once?: Once | undefined
}
