/** Explains the state of a job: `GET /job/{jobId}/reason`. */
import { JobReasonDocument } from '../../schema/documents/job-reason.ts'
import { serialOf, siteId } from '../../schema/ids.ts'
import { type Why, why } from '../../steps/engine/why/why.ts'
import { notFound } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { sentence } from './document/sentence.ts'

export default operation({
  title: 'Explain why a job is not running',
  description:
    'The reason for the state of the job, by the same rules that admit jobs: as a sentence, and as a ' +
    '`cause` for programs. A queued job also has its position and the estimated time of its start.',
  method: 'GET',
  path: '/job/:jobId/reason',
  role: '_job_read',
  produces: JobReasonDocument,
  plain: ({ reason }) => reason,
}).answer(async ({ path, em }) => {
  const serial = serialOf(path.jobId)
  const answer = serial === undefined ? undefined : await why(em, serial)
  if (!answer) throw notFound('Job', path.jobId)
  return reasonDocument(answer)
})

function reasonDocument({ job, cause, reason, step, position, waitS, whatIf }: Why): JobReasonDocument {
  const problems = job.steps.flatMap((one) => one.problems.map(({ id }) => id))
  return {
    ...{ jobId: siteId(job.id), status: job.state, cause, reason: sentence(reason) },
    ...(step && { step: step.number, attempts: step.attempt, maxRetries: step.tries - 1 }),
    ...(step?.retryAfter && { retryAfter: new Date(step.retryAfter) }),
    ...(position !== undefined && { position }),
    ...(waitS !== undefined && { estimate: new Date(Date.parse(job.at) + waitS * 1_000) }),
    ...(whatIf !== undefined && { whatIf: sentence(whatIf) }),
    problem: [...new Set(problems)].toSorted((one, other) => one - other),
  }
}
