/** Every action on a job, one line each. `POST /job/bulk` offers exactly these. */
import type { BulkAction } from '../../../schema/documents/job-bulk.ts'
import type { JobAction } from './action.ts'
import { abort, pause, resume, stop } from './control.ts'
import { deleteJob } from './delete-job.ts'
import { keep, unkeep } from './keep.ts'
import { changePriority } from './priority.ts'
import { reRun } from './re-run.ts'

export const ACTIONS: Readonly<Record<BulkAction, JobAction>> = {
  abort,
  stop,
  pause,
  resume,
  delete: deleteJob,
  're-run': reRun,
  priority: changePriority,
  keep,
  unkeep,
}
