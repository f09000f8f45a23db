/** Types of the API’s documents as JSON. */

import type { JobDocument, JobListDocument } from '../../../schema/documents/job.ts'
import type { BulkAction, JobBulkDocument } from '../../../schema/documents/job-bulk.ts'
import type { PauseListDocument } from '../../../schema/documents/pause-list.ts'
import type { GroupListDocument, UserListDocument } from '../../../schema/documents/user.ts'

/** A document as received: times are strings, and an empty list may be absent. */
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
/** The bulk actions that the console offers. */
export type OfferedAction = Exclude<BulkAction, 'keep' | 'unkeep'>

/** A job that a bulk action did not change, and why. */
export type Refused = BulkAnswer['refused'][number]
export type PauseList = Wire<PauseListDocument>
export type User = Wire<UserListDocument['user'][number]>
export type Group = Wire<GroupListDocument['group'][number]>
