import { BULK_ACTIONS, JobBulkDocument } from '../../schema/documents/job-bulk.ts'
import { serialOf } from '../../schema/ids.ts'
import { countJobs } from '../../schema/queries/list-jobs.ts'
import { lastJob, matchJobs } from '../../schema/queries/match-jobs.ts'
import { PRIORITIES } from '../../schema/states.ts'
import type { Context } from '../context.ts'
import { invalidInput } from '../fault.ts'
import { operation } from '../operation.ts'
import { boolean, oneOf, string } from '../parameter-kinds.ts'
import { parameter, required, type ValuesOf } from '../parameters.ts'
import { type Action, doTo, foresee, type Outcome } from './change-one-of-many.ts'
import { CRITERIA, criteriaOf } from './criteria.ts'
import { refuseImmediate } from './refuse-immediate.ts'

const QUERY = {
  ...CRITERIA,
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
    'Only jobs after this id: to go on after a call that ended at its limit.',
  ),
} as const
type Query = ValuesOf<typeof QUERY>

export default operation({
  title: 'Change many jobs',
  description:
    'Does one thing to every job that matches, each by itself, as the operation for one job would (ours). Goes by id, through at most 10 000 jobs; jobs created meanwhile are left alone.',
  method: 'POST',
  path: '/job/bulk',
  role: '_job_write',
  query: QUERY,
  produces: JobBulkDocument,
}).answer(async ({ query, em, engine, user }) => {
  const action = actionOf(query)
  if (query.newPriority) refuseImmediate(query.newPriority, user)
  const hits = await countJobs(em, criteriaOf(query, user))
  const outcomes = await changeMany({ em, engine, user }, query, action)
  return {
    ...{ action: query.action, dryRun: query.dryRun, hits },
    job: outcomes.flatMap((one) => ('done' in one ? [one.done] : [])),
    refused: outcomes.flatMap((one) => ('refused' in one ? [one.refused] : [])),
  }
})

function actionOf({ action, newPriority: priority, reason, cleanup }: Query): Action {
  switch (action) {
    case 'abort':
      return { action, reason: reason ?? null, cleanup }
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

async function changeMany(
  { em, engine, user }: Pick<Context, 'em' | 'engine' | 'user'>,
  query: Query,
  action: Action,
): Promise<readonly Outcome[]> {
  const change = query.dryRun ? foresee : doTo
  const outcomes: Outcome[] = []
  let after = afterOf(query)
  // What is created from here on is left alone, and so are the new jobs of `re-run`.
  const upTo = await lastJob(em)
  while (outcomes.length < MOST_JOBS) {
    const jobs = await matchJobs(em, criteriaOf(query, user), { after, upTo, limit: BATCH })
    for (let at = 0; at < jobs.length; at += AT_ONCE) {
      const some = jobs.slice(at, at + AT_ONCE)
      outcomes.push(
        ...(await Promise.all(some.map((job) => change({ em: em.fork(), engine, user }, job, action)))),
      )
    }
    after = jobs.at(-1)?.id ?? upTo
    if (jobs.length < BATCH) break
  }
  return outcomes
}

function afterOf({ after }: Query): number {
  const serial = after === undefined ? 0 : serialOf(after)
  if (serial === undefined) throw invalidInput('after', 'expected a job id', after)
  return serial
}

const MOST_JOBS = 10_000
/** Jobs that are looked up at a time, so that what is changed late in a call is what matches then. */
const BATCH = 200
/** Jobs that are changed side by side: few, because each takes a connection for its transaction. */
const AT_ONCE = 4
