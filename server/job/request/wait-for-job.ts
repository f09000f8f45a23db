/** Waits until a job is in a state that a client waits for. */
import type { ReadJob } from '../../../schema/queries/jobs/read-jobs.ts'
import type { Context } from '../../http/context.ts'
import { findJob } from './find-job.ts'

/**
 * Resolves as soon as `isThere` holds for the job, and at the latest after `forMs`, when the server stops or
 * when the client disconnects. Throws `notFound`.
 */
export async function waitForJob(
  { em, changes, now, signal }: Pick<Context, 'em' | 'changes' | 'now' | 'signal'>,
  jobId: string,
  isThere: (job: ReadJob) => boolean,
  forMs: number,
): Promise<ReadJob> {
  const read = () => findJob(em, jobId, { metadata: true, steps: true, runs: true })
  const first = await read()
  if (isThere(first)) return first
  const until = now() + forMs
  using watch = changes.watch(first.id)
  // Read again: the job may have changed before the watch began.
  for (;;) {
    const job = await read()
    const left = until - now()
    if (isThere(job) || left <= 0 || signal.aborted || changes.stopped) return job
    await watch.moved(job.state, left, signal)
  }
}
