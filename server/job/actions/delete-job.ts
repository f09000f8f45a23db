/** Deletes final jobs. */
import { siteId } from '../../../schema/ids.ts'
import { isFinal, type JobState } from '../../../schema/states.ts'
import { type Fault, invalidInput, notFound } from '../../http/answer/fault.ts'
import type { ActionContext, JobAction } from './action.ts'

export const deleteJob: JobAction = {
  apply: async (context, id) => {
    await deleteAll(context, [id])
    return { changed: true }
  },
  refusal: async (_context, { id, state }) => (isFinal(state) ? undefined : notFinal(id, state)),
}

/** Deletes all of these jobs, or throws the fault of the first that cannot be deleted and deletes none. */
export async function deleteAll(
  { em, engine, user }: Pick<ActionContext, 'em' | 'engine' | 'user'>,
  ids: readonly number[],
): Promise<void> {
  const refusal = await engine.delete(em, ids, user.name)
  switch (refusal?.refused) {
    case undefined:
      return
    case 'unknown':
      throw notFound('Job', siteId(refusal.id))
    case 'running':
      throw notFinal(refusal.id, refusal.state)
  }
}

function notFinal(id: number, state: JobState): Fault {
  return invalidInput('id', `Only a final job can be deleted; the job is ${state}`, siteId(id))
}
