import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf, siteId } from '../../schema/ids.ts'
import { deleteJobs } from '../../schema/queries/delete-jobs.ts'
import type { JobState } from '../../schema/states.ts'
import { invalidInput, notFound } from '../fault.ts'
import { operation } from '../operation.ts'
import { list } from '../parameter-kinds.ts'
import { required } from '../parameters.ts'

export default operation({
  title: 'Delete one or several jobs',
  description:
    'Deletes jobs that are final, with everything that belongs to them: all that are named, or none.',
  method: 'DELETE',
  path: '/job',
  role: '_job_write',
  query: { id: required(list, 'Comma-separated list of job ids.') },
}).answer(async ({ query, em }) => {
  const ids = query.id.map((id) => {
    const serial = serialOf(id)
    if (serial === undefined) throw notFound('Job', id)
    return serial
  })
  await deleteAll(em, [...new Set(ids)])
  return undefined
})

/** Deletes all of them; or none, and throws the fault of the first that cannot be. */
export async function deleteAll(em: EntityManager, ids: readonly number[]): Promise<void> {
  const refusal = await deleteJobs(em, ids)
  switch (refusal?.refused) {
    case undefined:
      return
    case 'unknown':
      throw notFound('Job', siteId(refusal.id))
    case 'running':
      throw invalidInput('id', stillRunning(refusal.state), siteId(refusal.id))
  }
}

export function stillRunning(state: JobState): string {
  return `The job is still running: it is ${state}`
}
