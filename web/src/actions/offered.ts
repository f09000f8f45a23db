/** Which action is offered for a job. Pure. */
import { type JobState, PRIORITIES, type Priority, RUNNING_STEP_STATES } from '../../../schema/states.ts'
import type { Job } from '../api/wire.ts'
import type { May } from '../session/may.ts'

export type JobAction =
  | 're-run'
  | 'run-step'
  | 'release'
  | 'pause'
  | 'resume'
  | 'priority'
  | 'stop'
  | 'abort'
  | 'delete'

/** By state, in the order in which they are shown: what harms comes last. */
// biome-ignore format: a table
export const OFFERED = {
  READY:            ['resume', 'pause', 'priority', 'abort'],
  STARTED:          ['resume', 'pause', 'priority', 'stop', 'abort'],
  WAITING:          ['resume', 'pause', 'priority', 'abort'],
  HOLD:             ['run-step', 'release', 'resume', 'pause', 'priority', 'stop', 'abort'],
  VIDINET_JOB:      [],
  ABORTED_PENDING:  ['abort'],
  ABORTED:          ['re-run', 'delete'],
  FAILED_TOTAL:     ['re-run', 'delete'],
  FINISHED_WARNING: ['re-run', 'delete'],
  FINISHED:         ['re-run', 'delete'],
} as const satisfies Record<JobState, readonly JobAction[]>

type Asked = Pick<Job, 'status' | 'paused' | 'log'>

/** What the state allows, the job has not had yet, and its user may do. */
export function offered(job: Asked, may: Pick<May, 'write'>): readonly JobAction[] {
  if (!may.write) return []
  return OFFERED[job.status].filter((action) => makesSense(action, job))
}

function makesSense(action: JobAction, { status, paused, log }: Asked): boolean {
  switch (action) {
    case 'pause':
      return paused === undefined
    case 'resume':
      return paused !== undefined
    case 'stop':
      // Of a job in HOLD mostly nothing runs, and then stopping would be aborting.
      return status !== 'HOLD' || hasRunning(log)
    case 're-run':
    case 'run-step':
    case 'release':
    case 'priority':
    case 'abort':
    case 'delete':
      return true
  }
}

function hasRunning(log: Asked['log']): boolean {
  return log?.task.some(({ status }) => RUNNING_STEP_STATES.some((running) => running === status)) ?? false
}

/** Of a job of which no step has started, the clean-up can be left out. */
export function maySkipCleanup({ log }: Pick<Job, 'log'>): boolean {
  return (log?.task ?? []).length === 0
}

/** The highest first. IMMEDIATE jumps every queue and limit, so not everybody may give it (wire.md §9.3). */
export function prioritiesFor(may: Pick<May, 'immediate'>): readonly Priority[] {
  return PRIORITIES.filter((name) => name !== 'IMMEDIATE' || may.immediate).toReversed()
}
