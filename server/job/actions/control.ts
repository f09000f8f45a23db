/** The actions that end a job early or hold it up: abort, stop, pause and resume. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../schema/ids.ts'
import { type JobStatus, readJobStatus } from '../../../schema/queries/jobs/job-status.ts'
import { type FinalJobState, isFinal } from '../../../schema/states.ts'
import type { ControlRequest } from '../../../steps/engine/control-requests.ts'
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
  ({ user }, { reason = null, cleanup = true }) => ({ control: 'abort', user: user.name, reason, cleanup }),
  (job) => {
    // A second abort ends clean-up that has begun.
    if (job.aborted && job.cleanupGivenUp === null && hasBegunCleanup(job.steps)) return undefined
    return beingAborted(job)
  },
)

export const stop: JobAction = control(
  ({ user }) => ({ control: 'stop', user: user.name }),
  (job) => beingAborted(job) ?? (job.stopped ? 'Already stopping' : undefined),
)

export const pause: JobAction = control(
  ({ user }) => ({ control: 'pause', user: user.name }),
  (job) => beingAborted(job) ?? (job.paused ? 'Already paused' : undefined),
)

export const resume: JobAction = control(
  ({ user }) => ({ control: 'resume', user: user.name }),
  (job) => (job.paused ? undefined : 'Not paused'),
)

/** `already` says why a live job would not change. */
function control(
  requestOf: (context: ActionContext, options: ActionOptions) => ControlRequest,
  already: (job: JobStatus) => string | undefined,
): JobAction {
  return {
    apply: async (context, id, options) => ({
      changed: await context.engine.control(id, requestOf(context, options)),
    }),
    applyTogether: (context, ids, options) =>
      context.engine.controlTogether(ids, requestOf(context, options), context.once),
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
