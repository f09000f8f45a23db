import { type JobType, jobType } from '../../steps/engine/declare/job-type.ts'
import { finished } from '../../steps/engine/declare/step.ts'

/** A job type with one asynchronous step that does nothing but report that it runs. */
export function noOpType<Tools>(onRunning: (job: number) => void): JobType<Tools> {
  const run = async ({ job }: { readonly job: { readonly id: number } }) => {
    onRunning(job.id)
    return finished()
  }
  const step = { name: 'no-op', description: 'Doing nothing.', runsAs: 'STARTED_ASYNCHRONOUS', run } as const
  return jobType<Tools>('NO_OP', 'Does nothing.', [{ number: 100, step }])
}
