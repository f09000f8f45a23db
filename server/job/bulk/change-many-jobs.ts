import { BULK_ACTIONS, JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import { serialOf } from '../../../schema/ids.ts'
import { countJobs } from '../../../schema/queries/jobs/list-jobs.ts'
import { PRIORITIES } from '../../../schema/states.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { boolean, oneOf, someOf, string } from '../../http/request/parameter-kinds.ts'
import { filled, parameter, required, type ValuesOf } from '../../http/request/parameters.ts'
import { CRITERIA, criteriaOf } from '../request/criteria.ts'
import { refuseImmediate } from '../request/refuse-immediate.ts'
import { type BulkAction, doTo, foresee } from './bulk-actions.ts'
import { bulkProgress } from './bulk-progress.ts'
import { runBulk } from './run-bulk.ts'

const QUERY = {
  ...filled({
    ...CRITERIA,
    id: parameter(someOf, undefined, 'Only these jobs: comma-separated list of job ids, such as `VX-12`.'),
  }),
  action: required(oneOf(BULK_ACTIONS), 'What to do to them.'),
  newPriority: parameter(
    oneOf(PRIORITIES),
    undefined,
    'With `priority`: the new priority. With `re-run`: that of the new jobs; by default that of the old ones.',
  ),
  reason: parameter(string, undefined, 'With `abort`: why, for the history.'),
  cleanup: parameter(
    boolean,
    true,
    'With `abort`: run the clean-up steps first. False skips them for jobs of which no step has started.',
  ),
  dryRun: parameter(boolean, false, 'Do nothing: answer with what would be done.'),
  after: parameter(
    string,
    undefined,
    'Only jobs after this id: to go on after a call that ended at its limit, or was stopped.',
  ),
} as const
type Query = ValuesOf<typeof QUERY>

export default operation({
  title: 'Change many jobs',
  description:
    'Does one thing to every job that matches, each by itself, as the operation for one job would (ours). Goes by id, through at most 10 000 jobs; jobs created meanwhile are left alone. A criterion that is named has to have a value: `state=` is refused, and does not mean all. Sent again with the same `Idempotency-Key` it goes on with the jobs that it has not changed yet, and lists those that it has.',
  method: 'POST',
  path: '/job/bulk',
  role: '_job_write',
  query: QUERY,
  produces: JobBulkDocument,
  idempotent: true,
  strict: true,
}).answer(async ({ query, em, engine, user, once: asked, changes, logged }) => {
  const action = actionOf(query)
  if (query.newPriority) refuseImmediate(query.newPriority, user)
  const after = afterOf(query)
  const criteria = { ...criteriaOf(query, { engine, user }), ...named(query.id) }
  const once = query.dryRun ? undefined : asked
  const hits = await countJobs(em, criteria)
  const { upTo, done } = await bulkProgress({ em, user, once })
  const given = { em, engine, user, once, changes, logged }
  const { outcomes, stopped } = await runBulk(given, {
    ...{ criteria, after, upTo, done, action },
    change: query.dryRun ? foresee : doTo,
  })
  return {
    ...{ action: query.action, dryRun: query.dryRun, hits },
    ...(stopped !== undefined && { stopped }),
    job: outcomes.flatMap((one) => ('done' in one ? [one.done] : [])),
    refused: outcomes.flatMap((one) => ('refused' in one ? [one.refused] : [])),
  }
})

function actionOf({ action, newPriority: priority, reason, cleanup }: Query): BulkAction {
  switch (action) {
    case 'abort':
      return { action, reason: reason ?? null, cleanup }
    case 'stop':
    case 'pause':
    case 'resume':
    case 'delete':
      return { action }
    case 're-run':
      return { action, priority }
    case 'priority':
      if (priority === undefined)
        throw invalidInput('newPriority', `expected one of ${PRIORITIES.join(', ')}, got nothing`)
      return { action, priority }
  }
}

/** An id that no job has matches nothing; one that is none is refused. */
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
