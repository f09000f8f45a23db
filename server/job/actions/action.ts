/** What an action on a job is: the operation on one job and bulk changes both use it. */
import type { JobDocument } from '../../../schema/documents/job.ts'
import type { MatchedJob } from '../../../schema/queries/jobs/match-jobs.ts'
import type { Priority } from '../../../schema/states.ts'
import type { Fault } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'

export type ActionContext = Pick<Context, 'em' | 'engine' | 'user' | 'once' | 'warn'>

/** The options of all actions. Each reads its own. */
export interface ActionOptions {
  readonly reason?: string | undefined
  readonly cleanup?: boolean
  readonly priority?: Priority | undefined
  readonly fromStep?: number | undefined
}

export interface Applied {
  /** False when the job is already as requested, or final. */
  readonly changed: boolean
  /** The job that was created. */
  readonly newJob?: JobDocument
}

export interface JobAction {
  /** Applies the action in a transaction of its own. Throws the fault of what is refused. */
  readonly apply: (context: ActionContext, id: number, options: ActionOptions) => Promise<Applied>
  /**
   * Applies the action to several jobs in one transaction, and notes them under the key of the request.
   * Returns those it has changed; any other has to be changed alone. Absent: each has to be.
   */
  readonly applyTogether?: (
    context: ActionContext,
    ids: readonly number[],
    options: ActionOptions,
  ) => Promise<readonly number[]>
  /** Why the action would change nothing; undefined when it would. Changes nothing itself. */
  readonly refusal: (
    context: ActionContext,
    job: MatchedJob,
    options: ActionOptions,
  ) => Promise<Fault | undefined>
}
