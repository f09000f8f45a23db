/** Progress that was told, put into the documents of the jobs. Pure. */
import type { Job, Task } from '../api/wire.ts'
import type { StepProgress } from './message.ts'

/** The job with its progress as told; the same object when nothing in it changes. */
export function further<One extends Pick<Job, 'jobId' | 'log'>>(
  job: One,
  jobId: string,
  told: readonly StepProgress[],
): One {
  if (job.jobId !== jobId || !job.log) return job
  const task = job.log.task.map((one) => furtherTask(one, told))
  return task.every((one, at) => one === job.log?.task[at]) ? job : { ...job, log: { ...job.log, task } }
}

/** The same for a list. */
export function furtherList<List extends { readonly job?: readonly Job[] }>(
  list: List,
  jobId: string,
  told: readonly StepProgress[],
): List {
  const at = list.job?.findIndex((job) => job.jobId === jobId) ?? -1
  const before = list.job?.[at]
  const after = before && further(before, jobId, told)
  return after === before ? list : { ...list, job: list.job?.map((job) => (job === before ? after : job)) }
}

function furtherTask(task: Task, told: readonly StepProgress[]): Task {
  const found = told.find(({ step, attempts }) => step === task.step && attempts === task.attempts)
  if (!found) return task
  const { value, total, unit } = found
  if (task.progress?.value === value && task.progress.total === total) return task
  return {
    ...task,
    progress: { value, ...(total !== undefined && { total }), ...(unit !== undefined && { unit }) },
  }
}
