/** Starts a job again as a new one. */
import type { JobDocument } from '../../../schema/documents/job.ts'
import { siteId } from '../../../schema/ids.ts'
import { readSource } from '../../../schema/queries/jobs/read-source.ts'
import { priorityOf } from '../../../schema/states.ts'
import { Fault, invalidInput, notFound } from '../../http/answer/fault.ts'
import { refusal } from '../document/started-document.ts'
import { refuseImmediate } from '../request/refuse-immediate.ts'
import { startOnce } from '../request/start-once.ts'
import { warnOfUnknownMetadata } from '../request/unknown-metadata.ts'
import type { ActionContext, ActionOptions, JobAction } from './action.ts'

export const reRun = {
  apply: async (context, id, options) => ({ changed: true, newJob: await duplicate(context, id, options) }),
  refusal: async ({ em, engine, user }, { id }, { priority }) => {
    const source = await readSource(em, id)
    if (!source) return notFound('Job', siteId(id))
    const { type, metadata } = source
    const wanted = priority ?? priorityOf(source.priority)
    try {
      refuseImmediate(wanted, user)
    } catch (error) {
      if (error instanceof Fault) return error
      throw error
    }
    const refused = await engine.refuses(em, {
      type,
      user: user.name,
      priority: wanted,
      held: false,
      metadata,
    })
    return refused && refusal(refused)
  },
} as const satisfies JobAction

/**
 * Starts a new job like job `id`; of a request that was sent before, answers the job that it created. Throws
 * a fault if `fromStep` is not a step of the job, or if the user may not use the priority.
 */
async function duplicate(
  { em, engine, user, once, warn }: ActionContext,
  id: number,
  { priority, fromStep }: ActionOptions,
): Promise<JobDocument> {
  return startOnce({ em, user, once }, async () => {
    const answer = await engine.duplicate(em, id, {
      ...{ user: user.name, once },
      ...(priority && { priority }),
      ...(fromStep !== undefined && { fromStep }),
      allow: (wanted) => refuseImmediate(wanted, user),
    })
    if ('job' in answer) warnOfUnknownMetadata({ engine, warn }, answer.job)
    if ('fromStep' in answer) throw invalidInput('fromStep', answer.fromStep, String(fromStep))
    return answer
  })
}
