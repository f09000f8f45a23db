import type { JobType } from './engine/job-type.ts'
import transcode from './job-types/transcode.ts'
import type { Tools } from './tools.ts'

/** Every built-in job type; one line each. */
export const JOB_TYPES: readonly JobType<Tools>[] = [transcode]
