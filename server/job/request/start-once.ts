/** Starts at most one job per `Idempotency-Key`. */
import type { JobDocument } from '../../../schema/documents/job.ts'
import { siteId } from '../../../schema/ids.ts'
import { findEarlierRequest } from '../../../schema/queries/jobs/idempotency.ts'
import type { StartAnswer } from '../../../steps/engine/submit/start-request.ts'
import { conflict } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { jobDocument } from '../document/job-document.ts'
import { startedDocument } from '../document/started-document.ts'
import { findJob } from './find-job.ts'

/**
 * Starts a job, unless the same request has started one before: then answers with the current short document
 * of that job. Throws `conflict` if another request has used the key, and `notFound` if the job was deleted
 * since; it is not started again.
 */
export async function startOnce(
  given: Pick<Context, 'em' | 'user' | 'once'>,
  start: () => Promise<StartAnswer>,
): Promise<JobDocument> {
  const before = await jobBefore(given)
  if (before) return before
  const answer = await start()
  // A concurrent request with the same key was faster.
  const meanwhile =
    'refused' in answer && answer.refused === 'made-before' ? await jobBefore(given) : undefined
  return meanwhile ?? startedDocument(answer)
}

async function jobBefore({
  em,
  user,
  once,
}: Pick<Context, 'em' | 'user' | 'once'>): Promise<JobDocument | undefined> {
  const made = once && (await findEarlierRequest(em, user.name, once.key))
  if (!made) return undefined
  const id = siteId(made.jobId)
  if (made.fingerprint !== once.fingerprint) {
    // A request that changed many jobs has no single job to name.
    const other = made.jobId === 0 ? once.key : id
    throw conflict('Idempotency-Key', other, 'another request has used this key', once.key)
  }
  return jobDocument(await findJob(em, id, { metadata: false, steps: false }), { data: 'none', steps: false })
}
