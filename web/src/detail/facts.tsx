/** The facts about a job: user, priority, times and durations. */
import type { JobDetail } from '../api/wire.ts'
import { PRIORITY_WORDS } from '../filter/filters.ts'
import { useHistory } from '../history/use-history.ts'
import { useNowWhile } from '../time/clock.ts'
import { absolute, duration, readTime } from '../time/say-time.ts'
import { Since } from '../time/since.tsx'
import { timesOf } from './times.ts'
import './facts.css'

/** Durations count up while the job is unfinished. */
export function Facts({ job }: { readonly job: JobDetail }) {
  const { user, priority, started, finished } = job
  return (
    <dl className="facts">
      <Fact name="User">{user}</Fact>
      <Fact name="Priority">{PRIORITY_WORDS[priority]}</Fact>
      {started && <When name="Created" time={started} />}
      {finished && <When name="Finished" time={finished} />}
      <Durations job={job} />
    </dl>
  )
}

function Durations({ job }: { readonly job: JobDetail }) {
  const { data: entries = [] } = useHistory(job.jobId)
  const now = useNowWhile(job.finished === undefined)
  const { queuedMs, ranMs } = timesOf(job, entries, now)
  const unfinished = job.status === 'STARTED' ? 'Running for' : 'Time since start'
  return (
    <>
      {queuedMs !== undefined && (
        <Fact name={ranMs === undefined ? 'Queued for' : 'Time in queue'}>{duration(queuedMs)}</Fact>
      )}
      {ranMs !== undefined && (
        <Fact name={job.finished === undefined ? unfinished : 'Duration'}>{duration(ranMs)}</Fact>
      )}
    </>
  )
}

function When({ name, time }: { readonly name: string; readonly time: string }) {
  return (
    <Fact name={name}>
      <Since time={time} />
      <span className="facts-exact">{absolute(readTime(time))}</span>
    </Fact>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
