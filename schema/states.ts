/** The states of jobs and steps, and the only tables of their transitions (wire.md §9). */

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

/** States without transitions. A job has a `finished` time exactly when it is in one of them. */
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

/** States in which an attempt of the step runs. */
export const RUNNING_STEP_STATES = [
  'STARTED',
  'STARTED_ASYNCHRONOUS',
  'STARTED_PARALLEL',
  'STARTED_PARALLEL_ASYNCHRONOUS',
  'STARTED_SUBTASKS',
] as const satisfies readonly StepState[]

/** Lowest first. Stored as the rank (LOWEST 1 … IMMEDIATE 6), so that an index can order the queue. */
export const PRIORITIES = ['LOWEST', 'LOW', 'MEDIUM', 'HIGH', 'HIGHEST', 'IMMEDIATE'] as const
export type Priority = (typeof PRIORITIES)[number]

/** The events of a job. `all-finished`, `optional-failed` and `critical-failed` depend on its worst step. */
export type JobEvent =
  | 'step-started'
  | 'problem-raised'
  | 'problem-resolved'
  | 'released'
  | 'abort-requested'
  | 'steps-stopped'
  | 'all-finished'
  | 'optional-failed'
  | 'critical-failed'

/**
 * The transitions of a job; any other is impossible. The API defines VIDINET_JOB, but no job here enters it.
 */
// biome-ignore format: a table
export const JOB_TRANSITIONS = {
  READY:            { 'step-started': 'STARTED', 'problem-raised': 'WAITING', 'abort-requested': 'ABORTED_PENDING',
                      'optional-failed': 'FINISHED_WARNING', 'critical-failed': 'FAILED_TOTAL' },
  STARTED:          { 'problem-raised': 'WAITING', 'abort-requested': 'ABORTED_PENDING',
                      'all-finished': 'FINISHED', 'optional-failed': 'FINISHED_WARNING', 'critical-failed': 'FAILED_TOTAL' },
  WAITING:          { 'problem-resolved': 'READY', 'step-started': 'STARTED', 'abort-requested': 'ABORTED_PENDING',
                      'optional-failed': 'FINISHED_WARNING', 'critical-failed': 'FAILED_TOTAL' },
  HOLD:             { 'released': 'READY', 'step-started': 'STARTED', 'abort-requested': 'ABORTED_PENDING',
                      'all-finished': 'FINISHED', 'optional-failed': 'FINISHED_WARNING', 'critical-failed': 'FAILED_TOTAL' },
  ABORTED_PENDING:  { 'steps-stopped': 'ABORTED' },
  VIDINET_JOB:      {},
  FINISHED:         {},
  FINISHED_WARNING: {},
  FAILED_TOTAL:     {},
  ABORTED:          {},
} as const satisfies Record<JobState, Partial<Record<JobEvent, JobState>>>

/** Events that the history records although they do not change the state of the job. */
export const JOB_REMARKS = ['stop-requested', 'paused', 'resumed', 'given-up', 'cleanup-given-up'] as const
export type JobRemark = (typeof JOB_REMARKS)[number]

/** The event that leads from one state to the other; undefined if there is no such transition. */
export function jobEventBetween(from: JobState, to: JobState): JobEvent | undefined {
  const row: Partial<Record<JobEvent, JobState>> = JOB_TRANSITIONS[from]
  return (Object.keys(row) as JobEvent[]).find((event) => row[event] === to)
}

export function isFinal(state: JobState): state is FinalJobState {
  return (FINAL_JOB_STATES as readonly JobState[]).includes(state)
}

/** The events of a step. */
export type StepEvent =
  | 'dependencies-met'
  | 'started'
  | 'started-asynchronously'
  | 'signalled'
  | 'fanned-out'
  | 'finished'
  | 'failed-retry'
  | 'failed-fatal'
  | 'must-wait'
  | 'problem-resolved'
  | 'retry-due'
  | 'retry-awaited'
  | 'lost'
  | 'run-again'
  | 'withdrawn'

/**
 * The transitions of a step; any other is impossible. A running step that is aborted becomes FAILED_FATAL
 * with the abort as its message, because Vidispine documents no step state for it. A step that has not run
 * when its job ends is withdrawn.
 */
// biome-ignore format: a table
export const STEP_TRANSITIONS = {
  NONE:         { 'dependencies-met': 'READY' },
  READY:        { 'started': 'STARTED', 'started-asynchronously': 'STARTED_ASYNCHRONOUS', 'withdrawn': 'NONE',
                  'must-wait': 'WAITING' },
  STARTED:      { 'signalled': 'STARTED_PARALLEL', 'fanned-out': 'STARTED_SUBTASKS', 'finished': 'FINISHED',
                  'failed-retry': 'FAILED_RETRY', 'failed-fatal': 'FAILED_FATAL', 'must-wait': 'WAITING', 'lost': 'DISAPPEARED' },
  STARTED_ASYNCHRONOUS:
                { 'signalled': 'STARTED_PARALLEL_ASYNCHRONOUS', 'fanned-out': 'STARTED_SUBTASKS', 'finished': 'FINISHED',
                  'failed-retry': 'FAILED_RETRY', 'failed-fatal': 'FAILED_FATAL', 'must-wait': 'WAITING', 'lost': 'DISAPPEARED' },
  STARTED_PARALLEL:
                { 'finished': 'FINISHED', 'failed-retry': 'FAILED_RETRY', 'failed-fatal': 'FAILED_FATAL', 'must-wait': 'WAITING', 'lost': 'DISAPPEARED' },
  STARTED_PARALLEL_ASYNCHRONOUS:
                { 'finished': 'FINISHED', 'failed-retry': 'FAILED_RETRY', 'failed-fatal': 'FAILED_FATAL', 'must-wait': 'WAITING', 'lost': 'DISAPPEARED' },
  STARTED_SUBTASKS:
                { 'finished': 'FINISHED', 'failed-retry': 'FAILED_RETRY', 'failed-fatal': 'FAILED_FATAL', 'must-wait': 'WAITING', 'lost': 'DISAPPEARED' },
  FAILED_RETRY: { 'retry-due': 'READY', 'must-wait': 'WAITING', 'failed-fatal': 'FAILED_FATAL' },
  WAITING:      { 'problem-resolved': 'READY', 'retry-awaited': 'FAILED_RETRY', 'failed-fatal': 'FAILED_FATAL' },
  DISAPPEARED:  { 'run-again': 'READY', 'failed-fatal': 'FAILED_FATAL' },
  FINISHED:     {},
  FAILED_FATAL: {},
} as const satisfies Record<StepState, Partial<Record<StepEvent, StepState>>>

/** The state that the event leads to; undefined if the event is impossible in that state. */
export function stepStateAfter(from: StepState, event: StepEvent): StepState | undefined {
  const row: Partial<Record<StepEvent, StepState>> = STEP_TRANSITIONS[from]
  return row[event]
}

export function isRunning(state: StepState): boolean {
  return (RUNNING_STEP_STATES as readonly StepState[]).includes(state)
}

/** MEDIUM → 3, as stored. */
export function rankOf(priority: Priority): number {
  return PRIORITIES.indexOf(priority) + 1
}

/** 3 → MEDIUM. */
export function priorityOf(rank: number): Priority {
  const priority = PRIORITIES[rank - 1]
  if (priority === undefined)
    throw new RangeError(`expected a priority rank from 1 to ${PRIORITIES.length}, got ${rank}`)
  return priority
}
