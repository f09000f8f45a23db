/** How states look: a word, a colour and an icon, so that none is told by its colour alone. */
import type { JobState, StepState } from '../../../schema/states.ts'
import type { IconName } from '../ui/icons.ts'

/** Colours by what they mean; `tokens.css` has their values as `--tone-…`. */
export type Tone = 'idle' | 'running' | 'good' | 'warning' | 'bad' | 'stopped' | 'waiting'

export interface Look {
  readonly word: string
  readonly tone: Tone
  readonly icon: IconName
  /** Something is going on right now. */
  readonly pulses: boolean
}

function look(word: string, tone: Tone, icon: IconName, pulses = false): Look {
  return { word, tone, icon, pulses }
}

/** In the order in which they are offered: what needs eyes first. */
export const JOB_LOOK = {
  STARTED: look('Running', 'running', 'spinner', true),
  READY: look('Ready', 'idle', 'ring'),
  WAITING: look('Waiting', 'waiting', 'hourglass'),
  HOLD: look('On hold', 'waiting', 'pause'),
  FAILED_TOTAL: look('Failed', 'bad', 'cross'),
  FINISHED_WARNING: look('Finished with warnings', 'warning', 'warning'),
  FINISHED: look('Finished', 'good', 'check'),
  ABORTED_PENDING: look('Aborting', 'stopped', 'stop', true),
  ABORTED: look('Aborted', 'stopped', 'slash'),
  VIDINET_JOB: look('At VidiNet', 'running', 'spinner', true),
} as const satisfies Record<JobState, Look>

export const STEP_LOOK = {
  NONE: look('Not yet', 'idle', 'ring'),
  READY: look('Ready', 'idle', 'ring'),
  STARTED: look('Running', 'running', 'spinner', true),
  STARTED_ASYNCHRONOUS: look('Running', 'running', 'spinner', true),
  STARTED_PARALLEL: look('Running, others may follow', 'running', 'spinner', true),
  STARTED_PARALLEL_ASYNCHRONOUS: look('Running, others may follow', 'running', 'spinner', true),
  STARTED_SUBTASKS: look('Running in parts', 'running', 'spinner', true),
  FINISHED: look('Finished', 'good', 'check'),
  FAILED_RETRY: look('Failed, tried again', 'warning', 'warning'),
  FAILED_FATAL: look('Failed', 'bad', 'cross'),
  WAITING: look('Waiting', 'waiting', 'hourglass'),
  DISAPPEARED: look('Lost with its node', 'warning', 'warning'),
} as const satisfies Record<StepState, Look>
