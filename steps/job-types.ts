/** The job types of a server. */

import type { JobType } from './engine/declare/job-type.ts'
import copyFile from './job-types/copy-file.ts'
import deleteFile from './job-types/delete-file.ts'
import fileAnalyze from './job-types/file-analyze.ts'
import moveFile from './job-types/move-file.ts'
import thumbnail from './job-types/thumbnail.ts'
import transcode from './job-types/transcode.ts'
import test from './scripted/test-job-type.ts'
import type { Tools } from './tools.ts'

/** All built-in job types but TEST, one line each. */
export const JOB_TYPES: readonly JobType<Tools>[] = [
  transcode,
  thumbnail,
  copyFile,
  moveFile,
  deleteFile,
  fileAnalyze,
]

/** The built-in job types; with TEST if the setting TEST_JOBS is on. */
export function jobTypes(withTest: boolean): readonly JobType<Tools>[] {
  return withTest ? [...JOB_TYPES, test] : JOB_TYPES
}
