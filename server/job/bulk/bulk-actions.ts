import type { JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import { siteId } from '../../../schema/ids.ts'
import { keyOfOne } from '../../../schema/queries/jobs/idempotency.ts'
import type { MatchedJob } from '../../../schema/queries/jobs/match-jobs.ts'
import { readJobs } from '../../../schema/queries/jobs/read-jobs.ts'
import { readSource } from '../../../schema/queries/jobs/read-source.ts'
import { isFinal, type Priority, priorityOf } from '../../../schema/states.ts'
import { Fault, invalidInput, notFound } from '../../http/answer/fault.ts'
import { internalError } from '../../http/answer/internal-error.ts'
import type { Context } from '../../http/context.ts'
import { duplicate } from '../create-a-duplicate-job.ts'
import { deleteAll, notEnded } from '../delete-jobs.ts'
import { refusal } from '../document/started-document.ts'
import { refuseImmediate } from '../request/refuse-immediate.ts'
import { startOnce } from '../request/start-once.ts'
import { type JobAction, whyRefused } from './why-refused.ts'

/** One thing to do to many jobs. */
export type BulkAction =
  | { readonly action: 'abort'; readonly reason: string | null; readonly cleanup: boolean }
  | { readonly action: 'stop' | 'pause' | 'resume' }
  | { readonly action: 'delete' }
  | { readonly action: 're-run'; readonly priority: Priority | undefined }
  | { readonly action: 'priority'; readonly priority: Priority }

export type BulkOutcome =
  | { readonly id: number; readonly done: JobBulkDocument['job'][number] }
  | RefusedJob
  /** The database was away, and will be for the next job. */
  | (RefusedJob & { readonly away: true })
type RefusedJob = { readonly id: number; readonly refused: JobBulkDocument['refused'][number] }

export type BulkContext = Pick<Context, 'em' | 'engine' | 'user' | 'once' | 'changes' | 'logged'>

/** Does it to one job, in a transaction of its own, as the operation for one job does it. */
export function doTo(given: BulkContext, job: MatchedJob, action: BulkAction): Promise<BulkOutcome> {
  return outcomeOf(given, job, () => act(given, job, action))
}

/** What would come of it, as things stand; nothing is done. */
export function foresee(given: BulkContext, job: MatchedJob, action: BulkAction): Promise<BulkOutcome> {
  return outcomeOf(given, job, () => foreseen(given, job, action))
}

/** Whatever is thrown is an outcome, too: what was done to other jobs must not be lost with it. */
async function outcomeOf(
  { em, logged }: BulkContext,
  { id }: MatchedJob,
  work: () => Promise<{ readonly newJobId: string } | undefined>,
): Promise<BulkOutcome> {
  const jobId = siteId(id)
  try {
    return { id, done: { jobId, ...(await work()) } }
  } catch (error) {
    if (error instanceof Fault) return { id, refused: { jobId, ...(await refusedBy(em, id, error)) } }
    const { explanation, away } = internalError(error, logged)
    return { id, refused: { jobId, explanation }, ...(away && { away }) }
  }
}

async function refusedBy(em: BulkContext['em'], id: number, fault: Fault) {
  const explanation = explanationOf(fault)
  const [job] = await readJobs(em, [id], { metadata: false, steps: false }).catch(() => [undefined])
  return job ? { status: job.state, explanation } : { explanation }
}

async function act(given: BulkContext, { id }: MatchedJob, action: BulkAction) {
  const { em, engine, user } = given
  switch (action.action) {
    case 'abort': {
      const { reason, cleanup } = action
      return changed(given, id, 'abort', await engine.abort(id, { user: user.name, reason, cleanup }))
    }
    case 'stop':
    case 'pause':
    case 'resume':
      return changed(given, id, action.action, await engine[action.action](id, user.name))
    case 'delete':
      await deleteAll(given, [id])
      return undefined
    case 're-run':
      return { newJobId: await startedFrom(given, id, action.priority) }
    case 'priority':
      if (!(await engine.changePriority(em, id, action.priority, user.name)))
        throw notFound('Job', siteId(id))
      return undefined
  }
}

/** The job that is started from it; the one that was, when the same request is sent again. */
async function startedFrom({ em, engine, user, once: asked }: BulkContext, id: number, priority?: Priority) {
  const once = asked && keyOfOne(asked, id)
  const started = await startOnce({ em, user, once }, () =>
    duplicate({ em, engine, user }, id, { priority, once }),
  )
  return started.jobId
}

/** Whoever asks is told why nothing came of it. */
async function changed(
  { em }: BulkContext,
  id: number,
  ask: JobAction,
  isChanged: boolean,
): Promise<undefined> {
  if (isChanged) return
  throw (await whyRefused(em, id, ask)) ?? invalidInput('id', 'The job has changed meanwhile')
}

async function foreseen(
  given: BulkContext,
  { id, state }: MatchedJob,
  action: BulkAction,
): Promise<undefined> {
  switch (action.action) {
    case 'abort':
    case 'stop':
    case 'pause':
    case 'resume': {
      const against = await whyRefused(given.em, id, action.action)
      if (against) throw against
      return
    }
    case 'delete':
      if (!isFinal(state)) throw invalidInput('id', notEnded(state))
      return
    case 're-run':
      return foreseenDuplicate(given, id, action.priority)
    case 'priority':
      return
  }
}

/** Checks what starting a job like this one would. */
async function foreseenDuplicate(
  { em, engine, user }: BulkContext,
  id: number,
  wanted: Priority | undefined,
): Promise<undefined> {
  const source = await readSource(em, id)
  if (!source) throw notFound('Job', siteId(id))
  const { type, metadata } = source
  const priority = wanted ?? priorityOf(source.priority)
  refuseImmediate(priority, user)
  const wrong = await engine.refuses({ type, user: user.name, priority, held: false, metadata })
  if (wrong) throw refusal(wrong)
}

function explanationOf({
  document: { invalidInput: wrong, forbidden: denied, notFound: missing },
}: Fault): string {
  return wrong?.explanation ?? denied?.explanation ?? `There is no ${missing?.type} ${missing?.id}`
}
