/** Changes all jobs that match: `POST /job/bulk`. */
import { BULK_ACTIONS, JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import { serialOf } from '../../../schema/ids.ts'
import { countJobs } from '../../../schema/queries/jobs/list-jobs.ts'
import { PRIORITIES } from '../../../schema/states.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { boolean, oneOf, string } from '../../http/request/parameter-kinds.ts'
import { onlyWith, parameter, required, type ValuesOf } from '../../http/request/parameters.ts'
import { ABORT_PARAMETERS } from '../actions/control.ts'
import { criteriaOf } from '../request/criteria.ts'
import { inTime } from '../request/in-time.ts'
import { refuseImmediate } from '../request/refuse-immediate.ts'
import { BULK_CRITERIA, refuseCareless } from './bulk-criteria.ts'
import { bulkProgress } from './bulk-progress.ts'
import type { Request } from './change-one.ts'
import { passedOver, readNamed } from './named-jobs.ts'
import { runBulk } from './run-bulk.ts'

const QUERY = {
  ...BULK_CRITERIA,
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
    '10 000 jobs, by id; jobs created in the meantime are left alone. Requires a criterion or `all=true`. A named criterion must ' +
    'have a value that exists: `state=` and `state=RUNNING` are refused. Sent again with the same `Idempotency-Key`, it continues with the jobs it has not changed yet, and ' +
    'lists those it has.',
  method: 'POST',
  path: '/job/bulk',
  role: '_job_write',
  query: QUERY,
  produces: JobBulkDocument,
  idempotent: true,
  strict: true,
}).answer(async ({ query, em, engine, user, once: asked, changes, logged, warn, signal }) => {
  const request = requestOf(query)
  if (query.newPriority) refuseImmediate(query.newPriority, user)
  await refuseCareless(query, { em, engine })
  const after = afterOf(query)
  const criteria = { ...(await criteriaOf(query, { engine, user, em })), ...idsOf(query.id) }
  const once = query.dryRun ? undefined : asked
  // A client that disconnects before anything was changed does not wait for the search.
  const hits = await inTime(query, countJobs(em.fork({ signal }), criteria))
  const named = await readNamed(em, criteria.ids)
  const progress = await bulkProgress({ em, user, once })
  const context = { em, engine, user, once, changes, logged, warn }
  const run = { ...progress, criteria, after, request }
  const result = await runBulk(context, run)
  const outcomes = [...result.outcomes, ...passedOver(named, run, result)].toSorted(
    (one, other) => one.id - other.id,
  )
  return {
    ...{ action: query.action, dryRun: query.dryRun, hits },
    ...(result.stopped !== undefined && { stopped: result.stopped }),
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
function idsOf(ids: readonly string[] | undefined): { readonly ids?: readonly number[] } {
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
