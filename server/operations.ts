/** Every operation there is, one line each. Routing, the reference documentation and the tests go by this list. */

import abortAJob from './job/abort-a-job.ts'
import changeManyJobs from './job/change-many-jobs.ts'
import createADuplicateJob from './job/create-a-duplicate-job.ts'
import deleteJobs from './job/delete-jobs.ts'
import listAllJobs from './job/list-all-jobs.ts'
import modifyAJob from './job/modify-a-job.ts'
import listAllJobProblems from './job/problem/list-all-job-problems.ts'
import listAllProblemsForAJob from './job/problem/list-all-problems-for-a-job.ts'
import retrieveAJob from './job/retrieve-a-job.ts'
import runAJobStep from './job/run-a-job-step.ts'
import searchAndCountJobs from './job/search-and-count-jobs.ts'
import startAJob from './job/start-a-job.ts'
import listAllJobTypes from './jobtype/list-all-job-types.ts'
import retrieveAJobType from './jobtype/retrieve-a-job-type.ts'
import type { Operation } from './operation.ts'
import isOnline from './selftest/is-online.ts'
import { performASelfTest, performASelfTestForAnyone } from './selftest/perform-a-self-test.ts'
import { performAllSelfTests, performAllSelfTestsForAnyone } from './selftest/perform-all-self-tests.ts'
import whoami from './user/whoami.ts'
import version from './version/get-version-information.ts'

export const OPERATIONS: readonly Operation[] = [
  abortAJob,
  changeManyJobs,
  createADuplicateJob,
  deleteJobs,
  isOnline,
  listAllJobProblems,
  listAllJobs,
  listAllJobTypes,
  listAllProblemsForAJob,
  modifyAJob,
  performASelfTest,
  performASelfTestForAnyone,
  performAllSelfTests,
  performAllSelfTestsForAnyone,
  retrieveAJob,
  retrieveAJobType,
  runAJobStep,
  searchAndCountJobs,
  startAJob,
  version,
  whoami,
]
