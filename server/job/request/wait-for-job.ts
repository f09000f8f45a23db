import type { ReadJob } from '../../../schema/queries/jobs/read-jobs.ts'
import type { Context } from '../../http/context.ts'
import { findJob } from './find-job.ts'

/** The job as soon as it `isThere`; as it is after `forMs`, when the server stops, or when the client is gone. Throws `notFound`. */
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
  // Read again: it may have moved before anybody watched it.
  for (;;) {
    const job = await read()
    const left = until - now()
    if (isThere(job) || left <= 0 || signal.aborted || changes.stopped) return job
    await watch.moved(job.state, left, signal)
  }
}
