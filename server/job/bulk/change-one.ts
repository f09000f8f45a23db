/** Applies an action to one of the jobs of a bulk change; whatever happens becomes an outcome. */
import type { BulkAction, JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import { siteId } from '../../../schema/ids.ts'
import { keyOfOne } from '../../../schema/queries/jobs/idempotency.ts'
import type { MatchedJob } from '../../../schema/queries/jobs/match-jobs.ts'
import { readJobs } from '../../../schema/queries/jobs/read-jobs.ts'
import { Fault, invalidInput } from '../../http/answer/fault.ts'
import { internalError } from '../../http/answer/internal-error.ts'
import type { Context } from '../../http/context.ts'
import type { ActionOptions, Applied } from '../actions/action.ts'
import { ACTIONS } from '../actions/actions.ts'

export type BulkContext = Pick<Context, 'em' | 'engine' | 'user' | 'once' | 'changes' | 'logged' | 'warn'>

/** The same for every job, so that a client can group by it. */
export const JOB_IS_MISSING = 'The job does not exist'

/** What is done to each job. */
export interface Request {
  readonly action: BulkAction
  readonly options: ActionOptions
  /** True: answer what would be done, and do nothing. */
  readonly dryRun: boolean
}

export type BulkOutcome =
  | { readonly id: number; readonly done: JobBulkDocument['job'][number] }
  | RefusedJob
  /** The database was away, and will be for the next job. */
  | (RefusedJob & { readonly away: true })
type RefusedJob = { readonly id: number; readonly refused: JobBulkDocument['refused'][number] }

/** An error is an outcome as well: what was done to other jobs must not be lost with it. */
export async function changeOne(
  context: BulkContext,
  job: MatchedJob,
  request: Request,
): Promise<BulkOutcome> {
  const { id } = job
  const jobId = siteId(id)
  try {
    const { newJob } = request.dryRun
      ? await foresee(context, job, request)
      : await apply(context, job, request)
    return { id, done: { jobId, ...(newJob && { newJobId: newJob.jobId }) } }
  } catch (error) {
    if (error instanceof Fault) return { id, refused: { jobId, ...(await refusedBy(context.em, id, error)) } }
    const { explanation, away } = internalError(error, context.logged)
    return { id, refused: { jobId, explanation }, ...(away && { away }) }
  }
}

async function apply(context: BulkContext, job: MatchedJob, { action, options }: Request): Promise<Applied> {
  const own = { ...context, once: context.once && keyOfOne(context.once, job.id) }
  const applied = await ACTIONS[action].apply(own, job.id, options)
  if (applied.changed) return applied
  throw (
    (await ACTIONS[action].refusal(own, job, options)) ??
    invalidInput('id', 'The job has changed in the meantime')
  )
}

async function foresee(
  context: BulkContext,
  job: MatchedJob,
  { action, options }: Request,
): Promise<Applied> {
  const refusal = await ACTIONS[action].refusal(context, job, options)
  if (refusal) throw refusal
  return { changed: true }
}

async function refusedBy(em: BulkContext['em'], id: number, fault: Fault) {
  const explanation = explanationOf(fault)
  const [job] = await readJobs(em, [id], { metadata: false, steps: false }).catch(() => [undefined])
  return job ? { status: job.state, explanation } : { explanation }
}

function explanationOf({
  document: { invalidInput: wrong, forbidden: denied, notFound: missing },
}: Fault): string {
  if (missing?.type === 'Job') return JOB_IS_MISSING
  return wrong?.explanation ?? denied?.explanation ?? `${missing?.type} ${missing?.id} does not exist`
}
