/** Accounts for the jobs that a bulk change names by id: each of them is in its answer. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import { siteId } from '../../../schema/ids.ts'
import { type ReadJob, readJobs } from '../../../schema/queries/jobs/read-jobs.ts'
import { JOB_IS_MISSING } from './change-one.ts'
import type { BulkResult, BulkRun } from './run-bulk.ts'

/** The state of each named job by id; undefined for a job that does not exist. */
export type NamedJobs = ReadonlyMap<number, ReadJob['state'] | undefined>

export async function readNamed(em: EntityManager, ids: readonly number[] = []): Promise<NamedJobs> {
  if (ids.length === 0) return new Map()
  const jobs = await readJobs(em, ids, { metadata: false, steps: false })
  const states = new Map(jobs.map(({ id, state }) => [id, state]))
  return new Map([...new Set(ids)].map((id) => [id, states.get(id)]))
}

/**
 * The named jobs that the run did not come to: those that do not exist and, unless it stopped early, those
 * that the other criteria exclude. Pure.
 */
export function passedOver(
  named: NamedJobs,
  { after, upTo }: Pick<BulkRun, 'after' | 'upTo'>,
  { outcomes, stopped }: BulkResult,
): readonly { readonly id: number; readonly refused: JobBulkDocument['refused'][number] }[] {
  const reached = new Set(outcomes.map(({ id }) => id))
  return [...named].flatMap(([id, status]) => {
    if (id <= after || reached.has(id)) return []
    const jobId = siteId(id)
    if (status === undefined) return [{ id, refused: { jobId, explanation: JOB_IS_MISSING } }]
    if (stopped !== undefined || id > upTo) return []
    return [{ id, refused: { jobId, status, explanation: 'The job does not match the other criteria' } }]
  })
}
