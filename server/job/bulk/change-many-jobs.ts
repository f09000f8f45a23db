/** Changes all jobs that match: `POST /job/bulk`. */
import { BULK_ACTIONS, JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import { serialOf } from '../../../schema/ids.ts'
import { countJobs } from '../../../schema/queries/jobs/list-jobs.ts'
import { PRIORITIES } from '../../../schema/states.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { boolean, oneOf, someOf, string } from '../../http/request/parameter-kinds.ts'
import { filled, onlyWith, parameter, required, type ValuesOf } from '../../http/request/parameters.ts'
import { ABORT_PARAMETERS } from '../actions/control.ts'
import { CRITERIA, criteriaOf } from '../request/criteria.ts'
import { inTime } from '../request/in-time.ts'
import { refuseImmediate } from '../request/refuse-immediate.ts'
import { bulkProgress } from './bulk-progress.ts'
import type { Request } from './change-one.ts'
import { runBulk } from './run-bulk.ts'

const QUERY = {
  ...filled({
    ...CRITERIA,
    id: parameter(someOf, undefined, 'Only these jobs: comma-separated list of job ids, such as `VX-12`.'),
  }),
  action: required(oneOf(BULK_ACTIONS), 'The action to apply to each job.'),
  newPriority: parameter(
    oneOf(PRIORITIES),
    undefined,
    'With `priority`: the new priority. With `re-run`: the priority of the new jobs; default: that of the original.',
  ),
  ...onlyWith('abort', ABORT_PARAMETERS),
  dryRun: parameter(boolean, false, 'Change nothing: answer what would be done.'),
  after: parameter(
    string,
    undefined,
    'Only jobs after this id: continues a call that reached its limit or was stopped.',
  ),
} as const
type Query = ValuesOf<typeof QUERY>

export default operation({
  title: 'Change many jobs',
  description:
    'Applies one action to every matching job, each as the operation on one job would (Callsheet extension). Processes at most ' +
    '10 000 jobs, by id; jobs created in the meantime are left alone. A named criterion must have a value: `state=` is refused, ' +
    'and does not mean all. Sent again with the same `Idempotency-Key`, it continues with the jobs it has not changed yet, and ' +
    'lists those it has.',
  method: 'POST',
  path: '/job/bulk',
  role: '_job_write',
  query: QUERY,
  produces: JobBulkDocument,
  idempotent: true,
  strict: true,
}).answer(async ({ query, em, engine, user, once: asked, changes, logged, signal }) => {
  const request = requestOf(query)
  if (query.newPriority) refuseImmediate(query.newPriority, user)
  const after = afterOf(query)
  const criteria = { ...criteriaOf(query, { engine, user }), ...named(query.id) }
  const once = query.dryRun ? undefined : asked
  // A client that disconnects before anything was changed does not wait for the search.
  const hits = await inTime(query, countJobs(em.fork({ signal }), criteria))
  const progress = await bulkProgress({ em, user, once })
  const context = { em, engine, user, once, changes, logged }
  const { outcomes, stopped } = await runBulk(context, { ...progress, criteria, after, request })
  return {
    ...{ action: query.action, dryRun: query.dryRun, hits },
    ...(stopped !== undefined && { stopped }),
    job: outcomes.flatMap((one) => ('done' in one ? [one.done] : [])),
    refused: outcomes.flatMap((one) => ('refused' in one ? [one.refused] : [])),
  }
})

function requestOf({ action, newPriority: priority, reason, cleanup, dryRun }: Query): Request {
  if (action === 'priority' && priority === undefined)
    throw invalidInput('newPriority', `expected one of ${PRIORITIES.join(', ')}, got nothing`)
  return { action, options: { priority, reason, cleanup }, dryRun }
}

/** The id of no job matches nothing; a text that is not an id is refused. */
function named(ids: readonly string[] | undefined): { readonly ids?: readonly number[] } {
  return ids === undefined ? {} : { ids: ids.map((id) => serialIn('id', id)) }
}

function afterOf({ after }: Query): number {
  return after === undefined ? 0 : serialIn('after', after)
}

function serialIn(name: 'id' | 'after', text: string): number {
  const serial = serialOf(text)
  if (serial === undefined) throw invalidInput(name, 'expected a job id', text)
  return serial
}
