/** The actions that end a job early or hold it up: abort, stop, pause and resume. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../schema/ids.ts'
import { type JobStatus, readJobStatus } from '../../../schema/queries/jobs/job-status.ts'
import { type FinalJobState, isFinal } from '../../../schema/states.ts'
import { hasBegunCleanup } from '../../../steps/engine/transition/cleanup.ts'
import { type Fault, invalidInput, notFound } from '../../http/answer/fault.ts'
import { boolean, string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import type { ActionContext, ActionOptions, JobAction } from './action.ts'

export const ABORT_PARAMETERS = {
  reason: parameter(string, undefined, 'The reason, recorded in the history.'),
  cleanup: parameter(
    boolean,
    true,
    'Run the clean-up steps first. `false` skips them if no step of the job has started.',
  ),
} as const

export const abort: JobAction = control(
  ({ engine, user }, id, { reason = null, cleanup = true }) =>
    engine.abort(id, { user: user.name, reason, cleanup }),
  (job) => {
    // A second abort ends clean-up that has begun.
    if (job.aborted && job.cleanupGivenUp === null && hasBegunCleanup(job.steps)) return undefined
    return beingAborted(job)
  },
)

export const stop: JobAction = control(
  ({ engine, user }, id) => engine.stop(id, user.name),
  (job) => beingAborted(job) ?? (job.stopped ? 'Already stopping' : undefined),
)

export const pause: JobAction = control(
  ({ engine, user }, id) => engine.pause(id, user.name),
  (job) => beingAborted(job) ?? (job.paused ? 'Already paused' : undefined),
)

export const resume: JobAction = control(
  ({ engine, user }, id) => engine.resume(id, user.name),
  (job) => (job.paused ? undefined : 'Not paused'),
)

/** `already` says why a live job would not change. */
function control(
  request: (context: ActionContext, id: number, options: ActionOptions) => Promise<boolean>,
  already: (job: JobStatus) => string | undefined,
): JobAction {
  return {
    apply: async (context, id, options) => ({ changed: await request(context, id, options) }),
    refusal: ({ em }, { id }) => refusalOf(em, id, already),
  }
}

async function refusalOf(
  em: EntityManager,
  id: number,
  already: (job: JobStatus) => string | undefined,
): Promise<Fault | undefined> {
  const job = await readJobStatus(em, id)
  if (!job) return notFound('Job', siteId(id))
  const explanation = isFinal(job.state) ? ENDED[job.state] : already(job)
  return explanation === undefined ? undefined : invalidInput('id', explanation)
}

const ENDED: Readonly<Record<FinalJobState, string>> = {
  FINISHED: 'Already finished',
  FINISHED_WARNING: 'Already finished with a warning',
  FAILED_TOTAL: 'Already failed',
  ABORTED: 'Already aborted',
}

function beingAborted({ aborted, state }: JobStatus): string | undefined {
  return aborted || state === 'ABORTED_PENDING' ? 'Already being aborted' : undefined
}
