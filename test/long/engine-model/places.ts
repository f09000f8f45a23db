/**
 * The places of the queue (wire.md §12, §13), modeled independently of the engine: the engine counts jobs,
 * while this model assigns each job to a place.
 *
 * An admitted job keeps its place when its priority changes. The invariant is therefore that every job fits a
 * place by one of the priorities it has had since it last became ready. Checking the highest is enough,
 * because it fits every place that a lower one fits. Admission is stricter for a new job: it counts every job
 * inside by its current priority.
 */
import { isRunning, type Priority, rankOf } from '../../../schema/states.ts'
import type { JobRows, Snapshot } from './snapshot.ts'

/** The threshold of each place, lowest first; undefined if there is no limit. */
export function placesOf({ pools, concurrentJobs }: Snapshot): readonly number[] | undefined {
  const each = pools.flatMap(({ priorityThreshold, size }) =>
    Array.from({ length: size }, () => rankOf(priorityThreshold)),
  )
  if (each.length > 0) return each.toSorted((one, other) => one - other)
  return concurrentJobs === null ? undefined : Array.from({ length: concurrentJobs }, () => rankOf('LOWEST'))
}

/**
 * Assigns the jobs to places, lowest rank first, each to the highest place that admits it. Jobs without such
 * a place take the lowest places that are left, if any.
 */
export function seated(places: readonly number[], ranks: readonly number[]) {
  const left = [...places]
  const placeless = ranks
    .toSorted((one, other) => one - other)
    .filter((rank) => {
      const at = left.findLastIndex((threshold) => threshold <= rank)
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
  return { placeless: placeless.length, left: left.slice(placeless.length) }
}

/** Excludes jobs that were HOLD, WAITING or IMMEDIATE: they take no place, so they may run without one. */
export function wasAdmitted(job: JobRows): boolean {
  return (
    job.state === 'STARTED' &&
    !wasImmediate(job) &&
    job.history[0]?.became !== 'HOLD' &&
    job.steps.some(({ cleanup, state }) => !cleanup && isRunning(state))
  )
}

export function wasImmediate({ priority, history }: JobRows): boolean {
  return (
    priority === rankOf('IMMEDIATE') ||
    history.some(({ was, became }) => was === 'IMMEDIATE' || became === 'IMMEDIATE')
  )
}

/** The highest rank that the job has had since it last became ready. */
export function highestRank({ priority, history }: JobRows): number {
  const since = history.findLastIndex(({ step, became }) => step === null && became === 'READY')
  const changes = history.slice(since + 1).filter(({ event }) => event === 'priority-changed')
  return Math.max(priority, ...changes.flatMap(({ was }) => (was === null ? [] : rankOf(was as Priority))))
}

/** Task groups of the model are named after what their jobs share: a type or a metadata key. */
export function isIn(group: string, { type, keys }: JobRows): boolean {
  return group === type || keys.includes(group)
}
