/** Types of the API’s answers about why a job is not running. */
import type { JobProblemListDocument } from '../../../../schema/documents/job-problem.ts'
import type { JobReasonDocument } from '../../../../schema/documents/job-reason.ts'
import type { Wire } from '../../api/wire.ts'

/** Why a job is in its current state. */
export type Reason = Wire<JobReasonDocument>
export type Problem = Wire<JobProblemListDocument>['problem'][number]
