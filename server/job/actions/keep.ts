/** Keeps a job when others of its age go, or no longer does. */

import { siteId } from '../../../schema/ids.ts'
import { readJobs } from '../../../schema/queries/jobs/read-jobs.ts'
import { keepJobs } from '../../../schema/queries/retention/keep-jobs.ts'
import { type Fault, invalidInput, notFound } from '../../http/answer/fault.ts'
import type { ActionContext, JobAction } from './action.ts'

export const keep: JobAction = keeping(true)
export const unkeep: JobAction = keeping(false)

function keeping(keep: boolean): JobAction {
  return {
    apply: async ({ em, user }, id) => ({ changed: (await keepJobs(em, [id], keep, user.name)).length > 0 }),
    refusal: ({ em }, { id }) => refusalOf(em, id, keep),
  }
}

async function refusalOf(em: ActionContext['em'], id: number, keep: boolean): Promise<Fault | undefined> {
  const [job] = await readJobs(em, [id], { metadata: false, steps: false })
  if (!job) return notFound('Job', siteId(id))
  if (job.keep !== keep) return undefined
  return invalidInput('id', keep ? 'Already kept' : 'Not kept')
}
