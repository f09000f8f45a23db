/** Computes the progress of jobs and steps. Pure. */
import type { Job, Task } from '../api/wire.ts'
import { type JobType, stepsOf } from '../graph/steps-of.ts'
import { isStopped } from './look.ts'

type Followed = Pick<Job, 'status' | 'finished' | 'stoppedBy' | 'log'>

/**
 * 0 … 1: the finished steps plus the share of the running ones, each weighted by the time it usually takes.
 * A job that did not finish keeps what it had reached. Undefined before its first step starts. `type`:
 * undefined while it is loaded.
 */
export function progressOf(job: Followed, type: JobType | undefined): number | undefined {
  const wasStopped = isStopped(job)
  if (!wasStopped && (job.status === 'FINISHED' || job.status === 'FINISHED_WARNING')) return 1
  if ((job.log?.task ?? []).length === 0) return job.finished === undefined ? undefined : 0
  const steps = stepsOf(job, type).filter(({ cleanup }) => !cleanup)
  const weigh = weighedBy(type)
  const all = steps.reduce((sum, { number }) => sum + weigh(number), 0)
  const done = steps.reduce((sum, { number, status, attempts }) => {
    const isDone = status === 'FINISHED' || status === 'TAKEN_OVER'
    const last = attempts.at(-1)
    // A step that was stopped has finished with a part of its work.
    const isWhole = isDone && !(wasStopped && last?.progress?.total)
    return sum + weigh(number) * (isWhole ? 1 : last ? shareOf(last) : 0)
  }, 0)
  return all > 0 ? Math.min(1, done / all) : undefined
}

/** The weight of a step, by its number: its usual duration, at least a little; without one, all are equal. */
function weighedBy(type: JobType | undefined): (number: number) => number {
  const own = type?.step.filter(({ cleanup }) => !cleanup) ?? []
  const known = new Map(own.flatMap(({ number, usualDuration: s }) => (s === undefined ? [] : [[number, s]])))
  const total = [...known.values()].reduce((sum, seconds) => sum + seconds, 0)
  if (total === 0) return () => 1
  // A step that is new to the type, or has been too short to measure, still moves the bar.
  const least = total / 100
  return (number) => Math.max(least, known.get(number) ?? total / known.size)
}

/** 0 … 1 for one step; 0 if it reports no progress. Never exceeds 1, even if a value exceeds its total. */
export function shareOf({ progress }: Pick<Task, 'progress'>): number {
  return progress?.total ? Math.min(1, Math.max(0, progress.value / progress.total)) : 0
}

/** Rounds down, so that `100%` means done. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)}%`
}

/** Extrapolates the time left from the time taken, ms; undefined until enough is done to tell. */
export function leftMs(share: number | undefined, ranMs: number | undefined): number | undefined {
  if (share === undefined || ranMs === undefined || share < 0.02 || share >= 1 || ranMs < 2_000)
    return undefined
  return (ranMs * (1 - share)) / share
}
