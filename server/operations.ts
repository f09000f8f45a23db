/** All operations, as used by routing, the reference documentation and the tests. */

import listTheAudit from './audit/list-the-audit.ts'
import changeJobPools from './configuration/job-pool/change-job-pools.ts'
import deleteAJobPool from './configuration/job-pool/delete-a-job-pool.ts'
import deleteTheJobPools from './configuration/job-pool/delete-the-job-pools.ts'
import retrieveTheJobPools from './configuration/job-pool/retrieve-the-job-pools.ts'
import updateTheJobPools from './configuration/job-pool/update-the-job-pools.ts'
import deleteJobPriorities from './configuration/job-priority/delete-job-priorities.ts'
import retrieveJobPriorities from './configuration/job-priority/retrieve-job-priorities.ts'
import updateJobPriorities from './configuration/job-priority/update-job-priorities.ts'
import listConfigurationResources from './configuration/list-configuration-resources.ts'
import deleteAConfigurationProperty from './configuration/properties/delete-a-configuration-property.ts'
import listConfigurationProperties from './configuration/properties/list-configuration-properties.ts'
import retrieveAConfigurationProperty from './configuration/properties/retrieve-a-configuration-property.ts'
import setAConfigurationProperty from './configuration/properties/set-a-configuration-property.ts'
import updateAConfigurationProperty from './configuration/properties/update-a-configuration-property.ts'
import { GROUP_OPERATIONS } from './group/operations.ts'
import type { Operation } from './http/operation.ts'
import { IMPORT_OPERATIONS } from './import/all.ts'
import { ITEM_JOBS } from './item/job/all.ts'
import abortAJob from './job/abort-a-job.ts'
import changeManyJobs from './job/bulk/change-many-jobs.ts'
import createADuplicateJob from './job/create-a-duplicate-job.ts'
import deleteJobs from './job/delete-jobs.ts'
import explainWhyAJobIsNotRunning from './job/explain-why-a-job-is-not-running.ts'
import listAllJobs from './job/list-all-jobs.ts'
import listTheHistoryOfAJob from './job/list-the-history-of-a-job.ts'
import modifyAJob from './job/modify-a-job.ts'
import getATicketForOutputs from './job/output/get-a-ticket-for-outputs.ts'
import listTheOutputsOfAJob from './job/output/list-the-outputs-of-a-job.ts'
import pauseAJob from './job/pause-a-job.ts'
import checkAProblem from './job/problem/check-a-problem.ts'
import listAllJobProblems from './job/problem/list-all-job-problems.ts'
import listAllProblemsForAJob from './job/problem/list-all-problems-for-a-job.ts'
import readTheLogOfAJob from './job/read-the-log-of-a-job.ts'
import resumeAJob from './job/resume-a-job.ts'
import retrieveAJob from './job/retrieve-a-job.ts'
import runAJobStep from './job/run-a-job-step.ts'
import searchAndCountJobs from './job/search-and-count-jobs.ts'
import startAJob from './job/start-a-job.ts'
import stopAJob from './job/stop-a-job.ts'
import listAllJobTypes from './jobtype/list-all-job-types.ts'
import retrieveAJobType from './jobtype/retrieve-a-job-type.ts'
import { listTheDeliveries, sendADeliveryAgain } from './notification/delivery-operations.ts'
import { NOTIFICATION_OPERATIONS } from './notification/operations.ts'
import listPauses from './queue/list-pauses.ts'
import pauseAJobType from './queue/pause-a-job-type.ts'
import pauseTheQueue from './queue/pause-the-queue.ts'
import resumeAJobType from './queue/resume-a-job-type.ts'
import resumeTheQueue from './queue/resume-the-queue.ts'
import { REGISTRY_OPERATIONS } from './registry.ts'
import letGoNow from './retention/let-go-now.ts'
import showWhatWouldGo from './retention/show-what-would-go.ts'
import listTheSamples from './sample/list-the-samples.ts'
import isOnline from './selftest/is-online.ts'
import { performASelfTest, performASelfTestForAnyone } from './selftest/perform-a-self-test.ts'
import { performAllSelfTests, performAllSelfTestsForAnyone } from './selftest/perform-all-self-tests.ts'
import commandOfAShapeTag from './shape-tag/command.ts'
import { SHAPE_TAG_METADATA } from './shape-tag/metadata.ts'
import { SHAPE_TAG_OPERATIONS } from './shape-tag/one-shape-tag.ts'
import presetForAShape from './shape-tag/preset-for-shape.ts'
import { SHAPE_TAG_SCRIPTS } from './shape-tag/script.ts'
import { STORAGE_OPERATIONS } from './storage/all.ts'
import getATicket from './stream/get-a-ticket.ts'
import { defineAJobType, defineSteps } from './task-definition/define-steps.ts'
import deleteAJobType from './task-definition/delete-a-job-type.ts'
import { drawTheGraph, retrieveTheGraph } from './task-definition/graph.ts'
import { listTaskDefinitions, listTaskDefinitionsOfAType } from './task-definition/list-task-definitions.ts'
import { METADATA_OPERATIONS } from './task-definition/metadata.ts'
import {
  deleteADefinedStep,
  deleteATaskDefinition,
  modifyADefinedStep,
  modifyATaskDefinition,
  retrieveADefinedStep,
  retrieveATaskDefinition,
} from './task-definition/one-definition.ts'
import {
  modifyAScript,
  modifyTheScriptOfAStep,
  retrieveAScript,
  retrieveTheScriptOfAStep,
} from './task-definition/script/one-script.ts'
import { TRIALS } from './task-definition/script/try.ts'
import { VALIDATIONS } from './task-definition/script/validate.ts'
import deleteATaskGroup from './task-group/delete-a-task-group.ts'
import deleteTaskGroups from './task-group/delete-task-groups.ts'
import listTaskGroups from './task-group/list-task-groups.ts'
import deleteAGroupValue from './task-group/metadata/delete-a-value.ts'
import deleteGroupMetadata from './task-group/metadata/delete-metadata.ts'
import retrieveAGroupValue from './task-group/metadata/retrieve-a-value.ts'
import retrieveGroupMetadata from './task-group/metadata/retrieve-metadata.ts'
import setAGroupValue from './task-group/metadata/set-a-value.ts'
import setGroupMetadata from './task-group/metadata/update-metadata.ts'
import retrieveATaskGroup from './task-group/retrieve-a-task-group.ts'
import addATranscoder from './task-group/transcoder/add-a-transcoder.ts'
import removeATranscoder from './task-group/transcoder/remove-a-transcoder.ts'
import updateOrCreateATaskGroup from './task-group/update-or-create-a-task-group.ts'
import { THUMBNAIL_OPERATIONS } from './thumbnail/all.ts'
import { UPLOAD_OPERATIONS } from './upload/all.ts'
import showSlotsAndStoragesInUse from './usage/show-slots-and-storages-in-use.ts'
import { USER_OPERATIONS } from './user/operations.ts'
import version from './version/get-version-information.ts'

export const OPERATIONS: readonly Operation[] = [
  showWhatWouldGo,
  letGoNow,
  ...REGISTRY_OPERATIONS,
  ...STORAGE_OPERATIONS,
  ...IMPORT_OPERATIONS,
  ...UPLOAD_OPERATIONS,
  ...ITEM_JOBS,
  ...THUMBNAIL_OPERATIONS,
  abortAJob,
  changeManyJobs,
  createADuplicateJob,
  deleteJobs,
  getATicket,
  getATicketForOutputs,
  isOnline,
  listAllJobProblems,
  listAllJobs,
  listAllJobTypes,
  listAllProblemsForAJob,
  listTheHistoryOfAJob,
  listTheOutputsOfAJob,
  listPauses,
  listTheSamples,
  checkAProblem,
  modifyAJob,
  pauseAJob,
  pauseAJobType,
  pauseTheQueue,
  performAllSelfTests,
  performAllSelfTestsForAnyone,
  performASelfTest,
  performASelfTestForAnyone,
  readTheLogOfAJob,
  resumeAJob,
  resumeAJobType,
  resumeTheQueue,
  retrieveAJob,
  retrieveAJobType,
  runAJobStep,
  searchAndCountJobs,
  showSlotsAndStoragesInUse,
  startAJob,
  stopAJob,
  listTaskDefinitions,
  defineSteps,
  listTaskDefinitionsOfAType,
  defineAJobType,
  deleteAJobType,
  drawTheGraph,
  retrieveTheGraph,
  retrieveADefinedStep,
  modifyADefinedStep,
  deleteADefinedStep,
  retrieveTheScriptOfAStep,
  modifyTheScriptOfAStep,
  retrieveATaskDefinition,
  modifyATaskDefinition,
  deleteATaskDefinition,
  retrieveAScript,
  modifyAScript,
  ...VALIDATIONS,
  ...TRIALS,
  ...METADATA_OPERATIONS,
  ...NOTIFICATION_OPERATIONS,
  listTheDeliveries,
  sendADeliveryAgain,
  explainWhyAJobIsNotRunning,
  version,
  listTheAudit,
  ...USER_OPERATIONS,
  ...GROUP_OPERATIONS,
  changeJobPools,
  deleteAJobPool,
  deleteTheJobPools,
  retrieveTheJobPools,
  updateTheJobPools,
  deleteJobPriorities,
  retrieveJobPriorities,
  updateJobPriorities,
  listConfigurationResources,
  deleteAConfigurationProperty,
  listConfigurationProperties,
  retrieveAConfigurationProperty,
  setAConfigurationProperty,
  updateAConfigurationProperty,
  deleteATaskGroup,
  deleteTaskGroups,
  listTaskGroups,
  deleteAGroupValue,
  deleteGroupMetadata,
  retrieveAGroupValue,
  retrieveGroupMetadata,
  setAGroupValue,
  setGroupMetadata,
  retrieveATaskGroup,
  addATranscoder,
  removeATranscoder,
  updateOrCreateATaskGroup,
  ...SHAPE_TAG_OPERATIONS,
  ...SHAPE_TAG_SCRIPTS,
  ...SHAPE_TAG_METADATA,
  commandOfAShapeTag,
  presetForAShape,
]
