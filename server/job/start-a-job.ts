/** Starts a job, or plans it with `dryRun`: `POST /job`. */
import { JobDocument } from '../../schema/documents/job.ts'
import { JobPlanDocument } from '../../schema/documents/job-plan.ts'
import { SimpleMetadataDocument } from '../../schema/documents/simple-metadata.ts'
import { oneOfNearest } from '../../schema/nearest.ts'
import { PRIORITIES } from '../../schema/states.ts'
import { NOT_USED } from '../../steps/job-types/not-used.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { Instead, operation } from '../http/operation.ts'
import { boolean, oneOf, pairs, repeated, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { commandLines, planDocument } from './document/plan-document.ts'
import { refusal } from './document/started-document.ts'
import { LIMITS, limitsOf } from './request/limits.ts'
import { metadataOf } from './request/metadata.ts'
import { placeholderNamed } from './request/placeholder.ts'
import { refuseImmediate } from './request/refuse-immediate.ts'
import { startOnce } from './request/start-once.ts'
import { refuseUnknownMetadata, warnOfUnknownMetadata } from './request/unknown-metadata.ts'

export default operation({
  title: 'Start a job with custom type',
  description: 'Starts a job of one of the types that `GET /jobtype` lists.',
  method: 'POST',
  path: '/job',
  role: '_job_write',
  query: {
    type: parameter(string, undefined, 'Name of the job type. Required.'),
    priority: parameter(
      oneOf(PRIORITIES),
      undefined,
      'The priority of the job. Default: the priority that the queue rules give its type, or MEDIUM.',
    ),
    ...LIMITS,
    jobmetadata: parameter(
      pairs,
      [],
      'Metadata of the job, as `key=value` with the `=` encoded as `%3d`. May be repeated.',
    ),
    notification: parameter(string, undefined, 'The placeholder job notification to use for this job.'),
    notificationData: parameter(
      repeated,
      [],
      'Additional data to include for notifications on this job. May be repeated.',
    ),
    strictMetadata: parameter(
      boolean,
      false,
      'Refuse metadata keys that the job type does not know, unless they have a prefix such as `app_`. By default they ' +
        'are stored, and `X-Callsheet-Warning` names them.',
    ),
    holdJob: parameter(boolean, false, 'Create the job in HOLD: steps run only when you start them.'),
    keep: parameter(
      boolean,
      false,
      'Keep the job when others of its age go (Callsheet extension, docs/retention.md).',
    ),
    dryRun: parameter(
      boolean,
      false,
      'Start nothing and return the plan of the job. As text/plain: the command lines, quoted for a shell.',
    ),
  },
  accepts: SimpleMetadataDocument,
  produces: JobDocument,
  plain: (job) => job.jobId,
  instead: { when: 'dryRun=true', produces: JobPlanDocument },
  idempotent: true,
}).answer(async ({ query, body, em, engine, user, once, signal, warn }) => {
  const { priority, holdJob: held, notificationData, keep } = query
  const type = query.type ?? missingType(await engine.namesOfTypes(em))
  if (NOT_USED.includes(type) && !(await engine.typeNamed(em, type)))
    throw invalidInput('type', 'not used', type)
  if (priority !== undefined) refuseImmediate(priority, user)
  const notification = await placeholderNamed(em, query.notification)
  const metadata = metadataOf(query.jobmetadata, body)
  if (query.strictMetadata) refuseUnknownMetadata({ engine }, { type, metadata })
  else warnOfUnknownMetadata({ engine, warn }, { type, metadata })
  const limits = limitsOf(query)
  const request = {
    ...{ type, priority, held, keep, metadata, notificationData, notification, limits },
    user: user.name,
  }
  if (!query.dryRun) return startOnce({ em, user, once }, () => engine.start(em, { ...request, once }))
  const answer = await engine.plan(em, request, signal)
  if ('refused' in answer) throw refusal(answer)
  const plan = planDocument(request, answer.priority, answer.steps)
  return new Instead(JobPlanDocument, plan, commandLines(plan))
})

function missingType(known: readonly string[]): never {
  throw invalidInput('type', `expected ${oneOfNearest(known)}, got nothing`)
}
