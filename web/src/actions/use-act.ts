import { useQueryClient } from '@tanstack/react-query'
import type { Job, JobDetail, JobPage } from '../api/wire.ts'
import { LIVE } from '../live/use-live.ts'
import { say } from '../ui/toast.tsx'
import { whyNot } from './messages.ts'

export interface Act {
  readonly jobId: string
  readonly call: () => Promise<unknown>
  /** What is said when it is done. */
  readonly done: string
  /** Shown at once, and taken back when it is refused. */
  readonly expected?: Partial<Job>
}

/** Does something to a job: shows it at once, then what the server says. The answer is whether it was done. */
export function useAct(): (act: Act) => Promise<boolean> {
  const queries = useQueryClient()
  return async ({ jobId, call, done, expected }) => {
    // What is on its way was asked before.
    await queries.cancelQueries({ queryKey: [LIVE] })
    if (expected) show(queries, jobId, expected)
    try {
      await call()
      say(done)
      return true
    } catch (error) {
      say(`${jobId}: ${whyNot(error)}`, 'bad')
      return false
    } finally {
      void queries.invalidateQueries({ queryKey: [LIVE] })
    }
  }
}

function show(queries: ReturnType<typeof useQueryClient>, jobId: string, expected: Partial<Job>): void {
  queries.setQueryData<JobDetail>([LIVE, 'job', jobId], (job) => job && { ...job, ...expected })
  queries.setQueriesData<JobPage>({ queryKey: [LIVE, 'jobs'] }, (page) =>
    page?.job.some((job) => job.jobId === jobId)
      ? { ...page, job: page.job.map((job) => (job.jobId === jobId ? { ...job, ...expected } : job)) }
      : page,
  )
}
