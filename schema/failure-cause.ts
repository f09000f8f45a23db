/** Why a job did not end well, for programs: one word, decided where the end of the job is decided. */

export const FAILURE_CAUSES = [
  'step',
  'queue-time-limit',
  'run-time-limit',
  'worker-lost',
  'not-started',
  'aborted',
] as const

/**
 * `step`: a critical step failed. `queue-time-limit`, `run-time-limit`: the job exceeded it. `worker-lost`: a
 * step lost its node again and again. `not-started`: the database refused the start of a step. `aborted`: a
 * user aborted it. Only jobs that are FAILED_TOTAL or ABORTED have one.
 */
export type FailureCause = (typeof FAILURE_CAUSES)[number]

/** The causes for which the engine gives a job up. */
export type GivenUpCause = Extract<FailureCause, 'queue-time-limit' | 'run-time-limit' | 'not-started'>
