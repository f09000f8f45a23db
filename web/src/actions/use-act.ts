/** A hook that runs an action on a job and reports its outcome as a toast. */
import { useQueryClient } from '@tanstack/react-query'
import type { Job, JobDetail, JobPage } from '../api/wire.ts'
import { LIVE } from '../live/use-live.ts'
import { say } from '../ui/toast.tsx'
import { whyNot } from './messages.ts'

export interface Act {
  readonly jobId: string
  readonly call: () => Promise<unknown>
  /** The message shown on success. */
  readonly done: string
  /** Changes shown optimistically, and reverted if the call fails. */
  readonly expected?: Partial<Job>
}

/** Runs an action, shows its expected effect at once, and resolves to whether it succeeded. */
export function useAct(): (act: Act) => Promise<boolean> {
  const queries = useQueryClient()
  return async ({ jobId, call, done, expected }) => {
    // Answers in flight predate the action and would overwrite its expected effect.
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
