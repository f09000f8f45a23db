/** Deletes jobs: `DELETE /job?id=…`. */
import { serialOf, siteId } from '../../schema/ids.ts'
import type { JobState } from '../../schema/states.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { operation } from '../http/operation.ts'
import { someOf } from '../http/request/parameter-kinds.ts'
import { required } from '../http/request/parameters.ts'

export default operation({
  title: 'Delete one or several jobs',
  description:
    'Permanently deletes final jobs with their metadata, logs and history. ' +
    'If one of the jobs cannot be deleted, none is.',
  method: 'DELETE',
  path: '/job',
  role: '_job_write',
  query: { id: required(someOf, 'Comma-separated list of job ids.') },
}).answer(async ({ query, ...given }) => {
  const ids = query.id.map((id) => {
    const serial = serialOf(id)
    if (serial === undefined) throw notFound('Job', id)
    return serial
  })
  await deleteAll(given, [...new Set(ids)])
  return undefined
})

/** Deletes all of these jobs, or throws the fault of the first that cannot be deleted and deletes none. */
export async function deleteAll(
  { em, engine, user }: Pick<Context, 'em' | 'engine' | 'user'>,
  ids: readonly number[],
): Promise<void> {
  const refusal = await engine.delete(em, ids, user.name)
  switch (refusal?.refused) {
    case undefined:
      return
    case 'unknown':
      throw notFound('Job', siteId(refusal.id))
    case 'running':
      throw invalidInput('id', notEnded(refusal.state), siteId(refusal.id))
  }
}

export function notEnded(state: JobState): string {
  return `Only a final job can be deleted; the job is ${state}`
}
