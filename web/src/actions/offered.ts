/** Which actions the console offers for a job. Pure. */
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

/** By state, in display order: irreversible actions come last. */
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

type JobFacts = Pick<Job, 'status' | 'paused' | 'log'>

/** The actions that the state allows, that would have an effect, and that the user’s roles permit. */
export function offered(job: JobFacts, may: Pick<May, 'write'>): readonly JobAction[] {
  if (!may.write) return []
  return OFFERED[job.status].filter((action) => hasEffect(action, job))
}

function hasEffect(action: JobAction, { status, paused, log }: JobFacts): boolean {
  switch (action) {
    case 'pause':
      return paused === undefined
    case 'resume':
      return paused !== undefined
    case 'stop':
      // Stopping a job on hold with no running step would abort it.
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

function hasRunning(log: JobFacts['log']): boolean {
  return log?.task.some(({ status }) => RUNNING_STEP_STATES.some((running) => running === status)) ?? false
}

/** Clean-up can be skipped only while no step has started. */
export function maySkipCleanup({ log }: Pick<Job, 'log'>): boolean {
  return (log?.task ?? []).length === 0
}

/** Highest first. IMMEDIATE bypasses every queue limit, so it requires a role (wire.md §9.3). */
export function prioritiesFor(may: Pick<May, 'immediate'>): readonly Priority[] {
  return PRIORITIES.filter((name) => name !== 'IMMEDIATE' || may.immediate).toReversed()
}
