import type { JobProblemListDocument } from '../../../../schema/documents/job-problem.ts'
import type { JobReasonDocument } from '../../../../schema/documents/job-reason.ts'
import type { Wire } from '../../api/wire.ts'

/** Why a job is where it is. */
export type Reason = Wire<JobReasonDocument>
export type Problem = Wire<JobProblemListDocument>['problem'][number]
