import type { JobBulkDocument } from '../../schema/documents/job-bulk.ts'
import { siteId } from '../../schema/ids.ts'
import type { MatchedJob } from '../../schema/queries/match-jobs.ts'
import { readJobs } from '../../schema/queries/read-jobs.ts'
import { isFinal, type JobState, type Priority, priorityOf } from '../../schema/states.ts'
import type { Context } from '../context.ts'
import { Fault, invalidInput, notFound } from '../fault.ts'
import { duplicate } from './create-a-duplicate-job.ts'
import { deleteAll, stillRunning } from './delete-jobs.ts'
import { refuseImmediate } from './refuse-immediate.ts'
import { refusal, startedDocument } from './started-document.ts'

/** One thing to do to many jobs. */
export type Action =
  | { readonly action: 'abort'; readonly reason: string | null; readonly cleanup: boolean }
  | { readonly action: 'delete' }
  | { readonly action: 're-run'; readonly priority: Priority | undefined }
  | { readonly action: 'priority'; readonly priority: Priority }

export type Outcome =
  | { readonly done: JobBulkDocument['job'][number] }
  | { readonly refused: JobBulkDocument['refused'][number] }

type Given = Pick<Context, 'em' | 'engine' | 'user'>

/** Does it to one job, in a transaction of its own, as the operation for one job does it. */
export function doTo(given: Given, job: MatchedJob, action: Action): Promise<Outcome> {
  return outcomeOf(given, job, () => act(given, job, action))
}

/** What would come of it, as things stand; nothing is done. */
export function foresee(given: Given, job: MatchedJob, action: Action): Promise<Outcome> {
  return outcomeOf(given, job, async () => foreseen(given, job, action))
}

/** A refusal is an outcome; anything else that is thrown is not. */
async function outcomeOf(
  { em }: Given,
  { id }: MatchedJob,
  work: () => Promise<{ readonly newJobId: string } | undefined>,
): Promise<Outcome> {
  const jobId = siteId(id)
  try {
    return { done: { jobId, ...(await work()) } }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const [job] = await readJobs(em, [id], { metadata: false, steps: false })
    if (!job) return { refused: { jobId, explanation: 'there is no such job any more' } }
    return { refused: { jobId, status: job.state, explanation: explanationOf(error) } }
  }
}

async function act({ em, engine, user }: Given, { id }: MatchedJob, action: Action) {
  switch (action.action) {
    case 'abort': {
      const { reason, cleanup } = action
      const aborted = await engine.abort(id, { user: user.name, reason, cleanup })
      if (!aborted) throw await notAborted({ em }, id)
      return undefined
    }
    case 'delete':
      await deleteAll(em, [id])
      return undefined
    case 're-run':
      return { newJobId: startedDocument(await duplicate({ em, engine, user }, id, action)).jobId }
    case 'priority':
      if (!(await engine.changePriority(em, id, action.priority, user.name)))
        throw notFound('Job', siteId(id))
      return undefined
  }
}

async function notAborted({ em }: Pick<Given, 'em'>, id: number): Promise<Fault> {
  const [job] = await readJobs(em, [id], { metadata: false, steps: false })
  return job ? invalidInput('id', nothingToAbort(job.state)) : notFound('Job', siteId(id))
}

function nothingToAbort(state: JobState): string {
  return isFinal(state) ? `The job is over: it is ${state}` : 'The job is being aborted already'
}

function foreseen({ engine, user }: Given, { state, type, priority }: MatchedJob, action: Action): undefined {
  switch (action.action) {
    case 'abort':
      if (isFinal(state) || state === 'ABORTED_PENDING') throw invalidInput('id', nothingToAbort(state))
      return
    case 'delete':
      if (!isFinal(state)) throw invalidInput('id', stillRunning(state))
      return
    case 're-run':
      refuseImmediate(action.priority ?? priorityOf(priority), user)
      if (!engine.jobTypes.some(({ name }) => name === type)) throw refusal({ refused: 'unknown-type', type })
      return
    case 'priority':
      return
  }
}

function explanationOf({
  document: { invalidInput: wrong, forbidden: denied, notFound: missing },
}: Fault): string {
  return wrong?.explanation ?? denied?.explanation ?? `There is no ${missing?.type} ${missing?.id}`
}
