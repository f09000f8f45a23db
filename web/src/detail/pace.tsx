/** How long a job has run, how fast it is, and how long it is likely to take yet. */
import type { JobDetail } from '../api/wire.ts'
import { runsOf } from '../history/runs.ts'
import { useHistory } from '../history/use-history.ts'
import { useOutputs } from '../outputs/use-outputs.ts'
import { leftMs } from '../state/progress.ts'
import { useNowWhile } from '../time/clock.ts'
import { duration, elapsed, roughly } from '../time/say-time.ts'
import { timesOf } from '../time/times-of.ts'
import { speedOf } from './speed.ts'

/** `12 s elapsed · 1.8× speed · 20 s left`; for a job that has ended, `Took 32 s`. */
export function Pace({ job, share }: { readonly job: JobDetail; readonly share: number }) {
  const isRunning = job.finished === undefined
  const now = useNowWhile(isRunning)
  const { data: entries = [] } = useHistory(job.jobId)
  const { data: made } = useOutputs(job.jobId)
  const { ranMs } = timesOf(job, now)
  if (ranMs === undefined) return null
  if (!isRunning) return <p className="job-pace">Took {duration(ranMs)}</p>
  const speed = speedOf(job, runsOf(entries), made?.source?.duration, now)
  const left = leftMs(share, ranMs)
  return (
    <p className="job-pace">
      <span>{elapsed(ranMs)} elapsed</span>
      {speed !== undefined && <span>{speed}</span>}
      {left !== undefined && <span>{roughly(left)} left</span>}
    </p>
  )
}
