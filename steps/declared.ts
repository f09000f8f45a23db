/** The job types and kinds of problems that a process knows. */
import type { JobType } from './engine/declare/job-type.ts'
import type { ProblemKind } from './engine/declare/problem.ts'
import { JOB_TYPES } from './job-types.ts'
import { PROBLEMS } from './problems.ts'
import type { Tools } from './tools.ts'

export interface Declared {
  readonly jobTypes: readonly JobType<Tools>[]
  readonly problems: readonly ProblemKind<Tools>[]
}

/** The built-in ones; the TEST job type and its problem are loaded only with the setting TEST_JOBS. */
export async function declared(testJobs: boolean): Promise<Declared> {
  if (!testJobs) return { jobTypes: JOB_TYPES, problems: PROBLEMS }
  const [{ default: test }, { markerProblem }] = await Promise.all([
    import('./scripted/test-job-type.ts'),
    import('./scripted/script-problem.ts'),
  ])
  return { jobTypes: [...JOB_TYPES, test], problems: [...PROBLEMS, markerProblem] }
}
