/**
 * The places of the queue (wire.md §12, §13), said again in other words than the engine's: it counts, here each job sits down on one.
 *
 * A job that has come in keeps its place when its priority changes. So what has to hold at any time is that each job can be given a
 * place by one of the priorities it has had since it last became ready; the highest of them is enough to look at, as whatever place
 * a lower one gives, the higher gives, too. That this suffices whatever is changed: admission asks more of a new job than that,
 * since it counts each job inside at what its priority is now.
 */
import { isRunning, type Priority, rankOf } from '../../../schema/states.ts'
import type { JobRows, Snapshot } from './snapshot.ts'

/** The threshold of each place, the lowest first; undefined where there is no bound. */
export function placesOf({ pools, concurrentJobs }: Snapshot): readonly number[] | undefined {
  const each = pools.flatMap(({ priorityThreshold, size }) =>
    Array.from({ length: size }, () => rankOf(priorityThreshold)),
  )
  if (each.length > 0) return each.toSorted((one, other) => one - other)
  return concurrentJobs === null ? undefined : Array.from({ length: concurrentJobs }, () => rankOf('LOWEST'))
}

/**
 * Jobs sit down, the lowest first, each on the highest place that admits it. Those for whom there is none stand on the lowest that
 * are left, as far as there are any.
 */
export function seated(places: readonly number[], ranks: readonly number[]) {
  const left = [...places]
  const standing = ranks
    .toSorted((one, other) => one - other)
    .filter((rank) => {
      const at = left.findLastIndex((threshold) => threshold <= rank)
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
  return { standing: standing.length, left: left.slice(standing.length) }
}

/** HOLD and WAITING take no place, and IMMEDIATE none either: what was one of them may have come in beside, and is left out. */
export function cameInByTheDoor(job: JobRows): boolean {
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

/** The highest it has had since it last became ready. */
export function highestRank({ priority, history }: JobRows): number {
  const since = history.findLastIndex(({ step, became }) => step === null && became === 'READY')
  const changes = history.slice(since + 1).filter(({ event }) => event === 'priority-changed')
  return Math.max(priority, ...changes.flatMap(({ was }) => (was === null ? [] : rankOf(was as Priority))))
}

/** A group of the model is named for what its jobs have: their type, or a key of their metadata. */
export function isIn(group: string, { type, keys }: JobRows): boolean {
  return group === type || keys.includes(group)
}
