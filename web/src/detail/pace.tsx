/** How long a job has run, and how long it is likely to take yet. */
import type { JobDetail } from '../api/wire.ts'
import { leftMs } from '../state/progress.ts'
import { useNowWhile } from '../time/clock.ts'
import { duration, elapsed, roughly } from '../time/say-time.ts'
import { timesOf } from '../time/times-of.ts'

/** `12 s elapsed · 20 s left`; for a job that has ended, `Took 32 s`. */
export function Pace({ job, share }: { readonly job: JobDetail; readonly share: number }) {
  const isRunning = job.finished === undefined
  const now = useNowWhile(isRunning)
  const { ranMs } = timesOf(job, now)
  if (ranMs === undefined) return null
  if (!isRunning) return <p className="job-pace">Took {duration(ranMs)}</p>
  const left = leftMs(share, ranMs)
  return (
    <p className="job-pace">
      <span>{elapsed(ranMs)} elapsed</span>
      {left !== undefined && <span>{roughly(left)} left</span>}
    </p>
  )
}
