/** Applies progress messages of the live stream to jobs. Pure. */
import type { Job, Task } from '../api/wire.ts'
import type { StepProgress } from './message.ts'

/** The job with updated progress; the same object if nothing changes. */
export function further<One extends Pick<Job, 'jobId' | 'log'>>(
  job: One,
  jobId: string,
  progress: readonly StepProgress[],
): One {
  if (job.jobId !== jobId || !job.log) return job
  const task = job.log.task.map((one) => withProgress(one, progress))
  return task.every((one, at) => one === job.log?.task[at]) ? job : { ...job, log: { ...job.log, task } }
}

/** The same for a page of jobs. */
export function furtherList<List extends { readonly job?: readonly Job[] }>(
  list: List,
  jobId: string,
  progress: readonly StepProgress[],
): List {
  const at = list.job?.findIndex((job) => job.jobId === jobId) ?? -1
  const before = list.job?.[at]
  const after = before && further(before, jobId, progress)
  return after === before ? list : { ...list, job: list.job?.map((job) => (job === before ? after : job)) }
}

function withProgress(task: Task, progress: readonly StepProgress[]): Task {
  const found = progress.find(({ step, attempts }) => step === task.step && attempts === task.attempts)
  if (!found) return task
  const { value, total, unit } = found
  if (task.progress?.value === value && task.progress.total === total) return task
  return {
    ...task,
    progress: { value, ...(total !== undefined && { total }), ...(unit !== undefined && { unit }) },
  }
}
