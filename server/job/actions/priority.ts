/** Changes the priority of a job. */
import { siteId } from '../../../schema/ids.ts'
import { notFound } from '../../http/answer/fault.ts'
import { refuseImmediate } from '../request/refuse-immediate.ts'
import type { JobAction } from './action.ts'

export const changePriority: JobAction = {
  apply: async ({ em, engine, user }, id, { priority }) => {
    if (priority === undefined) return { changed: false }
    refuseImmediate(priority, user)
    if (!(await engine.changePriority(em, id, priority, user.name))) throw notFound('Job', siteId(id))
    return { changed: true }
  },
  refusal: async () => undefined,
}
