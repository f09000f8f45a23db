/** The word, color and icon of each state. No state is distinguished by color alone. */
import type { JobState, StepState } from '../../../schema/states.ts'
import type { Job } from '../api/wire.ts'
import type { IconName } from '../ui/icons.ts'

/** Colors by meaning; tokens.css defines them as `--tone-…`. */
export type Tone = 'idle' | 'running' | 'good' | 'warning' | 'bad' | 'stopped' | 'waiting'

export interface Look {
  readonly word: string
  readonly tone: Tone
  readonly icon: IconName
  /** The state is active, and its icon is animated. */
  readonly pulses: boolean
}

function look(word: string, tone: Tone, icon: IconName, pulses = false): Look {
  return { word, tone, icon, pulses }
}

/** A job with a state of its own: pauses and endings that the state alone does not tell. */
type Seen = Pick<Job, 'status' | 'paused' | 'finished' | 'stoppedBy'>

/** The look of a job: that of its state, unless something else matters more. */
export function lookOf(job: Seen): Look {
  const { status, paused, finished, stoppedBy } = job
  if (isStopped(job))
    return look(`Stopped early${stoppedBy === '' ? '' : ` by ${stoppedBy}`}`, 'stopped', 'stop')
  if (paused !== undefined && finished === undefined && status !== 'STARTED') return PAUSED
  return JOB_LOOK[status]
}

/** Whether a job was ended early and kept what it had made; its state is one of success. */
export function isStopped({ status, stoppedBy }: Pick<Job, 'status' | 'stoppedBy'>): boolean {
  return stoppedBy !== undefined && (status === 'FINISHED' || status === 'FINISHED_WARNING')
}

/** A paused job may still have running steps; its state is then shown beside it. */
export const PAUSED: Look = look('Paused', 'waiting', 'pause')

/** In display order: states that need attention come first. */
export const JOB_LOOK = {
  STARTED: look('Running', 'running', 'spinner', true),
  READY: look('Queued', 'idle', 'ring'),
  WAITING: look('Waiting', 'waiting', 'hourglass'),
  HOLD: look('On hold', 'waiting', 'pause'),
  FAILED_TOTAL: look('Failed', 'bad', 'cross'),
  FINISHED_WARNING: look('Finished with warnings', 'warning', 'warning'),
  FINISHED: look('Finished', 'good', 'check'),
  ABORTED_PENDING: look('Aborting', 'stopped', 'stop', true),
  ABORTED: look('Aborted', 'stopped', 'slash'),
  VIDINET_JOB: look('On VidiNet', 'running', 'spinner', true),
} as const satisfies Record<JobState, Look>

export const STEP_LOOK = {
  NONE: look('Pending', 'idle', 'ring'),
  READY: look('Ready', 'idle', 'ring'),
  STARTED: look('Running', 'running', 'spinner', true),
  STARTED_ASYNCHRONOUS: look('Running', 'running', 'spinner', true),
  STARTED_PARALLEL: look('Running, signaled', 'running', 'spinner', true),
  STARTED_PARALLEL_ASYNCHRONOUS: look('Running, signaled', 'running', 'spinner', true),
  STARTED_SUBTASKS: look('Running subtasks', 'running', 'spinner', true),
  FINISHED: look('Finished', 'good', 'check'),
  FAILED_RETRY: look('Failed, retrying', 'warning', 'warning'),
  FAILED_FATAL: look('Failed', 'bad', 'cross'),
  WAITING: look('Waiting', 'waiting', 'hourglass'),
  DISAPPEARED: look('Interrupted', 'warning', 'warning'),
} as const satisfies Record<StepState, Look>
