/** Says how fast the running step of a job is. Pure. */
import { sayBytes } from '../about/say-bytes.ts'
import type { Job } from '../api/wire.ts'
import type { Runs } from '../history/runs.ts'
import { shareOf } from '../state/progress.ts'

/**
 * `1.8× speed` for media, by the duration of the source; `12.3 MB/s` for bytes. Undefined if no step reports
 * progress, and in the first moments, when it would mislead. `sourceS`: undefined if it is not known.
 */
export function speedOf({ log }: Pick<Job, 'log'>, runs: Runs, sourceS: number | undefined, now: number) {
  const task = log?.task.findLast(({ status, progress }) => status.startsWith('STARTED') && progress?.total)
  const started = task && runs.get(task.step)?.findLast(({ ended }) => ended === undefined)?.started
  const seconds = started === undefined ? 0 : (now - started) / 1_000
  if (!task?.progress || seconds < SETTLES_S || task.progress.value === 0) return undefined
  if (task.progress.unit === 'bytes') return `${sayBytes(task.progress.value / seconds)}/s`
  if (sourceS === undefined) return undefined
  const times = (shareOf(task) * sourceS) / seconds
  return `${times < 10 ? times.toFixed(1) : Math.round(times)}× speed`
}

const SETTLES_S = 2
