/** A document of the API as it comes in JSON: times are texts, and a list that is empty may be left out. */

import type { JobDocument, JobListDocument } from '../../../schema/documents/job.ts'
import type { JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import type { PauseListDocument } from '../../../schema/documents/pause-list.ts'

export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Wire<T[Key]> }
      : T

export type Job = Wire<JobListDocument['job'][number]>
export type JobPage = Wire<JobListDocument>
export type JobDetail = Wire<JobDocument>
/** One attempt of one step. */
export type Task = NonNullable<Job['log']>['task'][number]
export type BulkAnswer = Wire<JobBulkDocument>
/** A job to which nothing was done, and why. */
export type Refused = BulkAnswer['refused'][number]
export type PauseList = Wire<PauseListDocument>
