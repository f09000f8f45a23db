/**
 * The states of jobs and steps, the events that can happen to them, and which state follows which.
 * Nothing else decides that. Source: wire.md §9 and the documentation of the jobs resource.
 */

export const JOB_STATES = [
  'READY',
  'STARTED',
  'VIDINET_JOB',
  'FINISHED',
  'FINISHED_WARNING',
  'FAILED_TOTAL',
  'WAITING',
  'ABORTED_PENDING',
  'ABORTED',
  'HOLD',
] as const
export type JobState = (typeof JOB_STATES)[number]

/** States that are never left. A job has a `finished` time exactly when it is in one of them. */
export const FINAL_JOB_STATES = ['FINISHED', 'FINISHED_WARNING', 'FAILED_TOTAL', 'ABORTED'] as const
export type FinalJobState = (typeof FINAL_JOB_STATES)[number]

export const STEP_STATES = [
  'NONE',
  'READY',
  'STARTED',
  'STARTED_ASYNCHRONOUS',
  'STARTED_PARALLEL',
  'STARTED_PARALLEL_ASYNCHRONOUS',
  'STARTED_SUBTASKS',
  'FINISHED',
  'FAILED_RETRY',
  'FAILED_FATAL',
  'WAITING',
  'DISAPPEARED',
] as const
export type StepState = (typeof STEP_STATES)[number]

/** States in which an attempt of the step is at work. */
export const RUNNING_STEP_STATES = [
  'STARTED',
  'STARTED_ASYNCHRONOUS',
  'STARTED_PARALLEL',
  'STARTED_PARALLEL_ASYNCHRONOUS',
  'STARTED_SUBTASKS',
] as const satisfies readonly StepState[]

/** Lowest first: stored as its rank (LOWEST 1 … IMMEDIATE 6), so that one index serves the order of the queue. */
export const PRIORITIES = ['LOWEST', 'LOW', 'MEDIUM', 'HIGH', 'HIGHEST', 'IMMEDIATE'] as const
export type Priority = (typeof PRIORITIES)[number]
