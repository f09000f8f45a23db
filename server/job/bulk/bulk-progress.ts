/** How far a bulk change has come, over all times its request was sent. */
import type { JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import { siteId } from '../../../schema/ids.ts'
import { beginBulk, readBulk } from '../../../schema/queries/jobs/idempotency.ts'
import { lastJob } from '../../../schema/queries/jobs/match-jobs.ts'
import { conflict } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'

export interface BulkProgress {
  /**
   * The last job that existed when the request was first sent. Later jobs, its own included, are left alone.
   */
  readonly upTo: number
  /** What the same request has done before, by job id. */
  readonly done: ReadonlyMap<number, JobBulkDocument['job'][number]>
}

/**
 * Reads the progress of the request, and notes that it has begun. Throws `conflict` for a key that another
 * request has used.
 */
export async function bulkProgress({
  em,
  user,
  once,
}: Pick<Context, 'em' | 'user' | 'once'>): Promise<BulkProgress> {
  const last = await lastJob(em)
  if (!once) return { upTo: last, done: new Map() }
  await beginBulk(em, user.name, once, last)
  const { fingerprint, upTo, changed } = await readBulk(em, user.name, once.key)
  if (fingerprint !== once.fingerprint)
    throw conflict('Idempotency-Key', once.key, 'another request has used this key', once.key)
  return {
    upTo,
    done: new Map(
      changed.map(({ id, newId }) => [
        id,
        { jobId: siteId(id), ...(newId !== undefined && { newJobId: siteId(newId) }) },
      ]),
    ),
  }
}
