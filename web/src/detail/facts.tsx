/** The facts about a job: user, priority, times and durations. */
import { datum } from '../api/datum.ts'
import type { JobDetail } from '../api/wire.ts'
import { PRIORITY_WORDS } from '../filter/filters.ts'
import { useNowWhile } from '../time/clock.ts'
import { absolute, duration, elapsed, readTime } from '../time/say-time.ts'
import { Since } from '../time/since.tsx'
import { timesOf } from '../time/times-of.ts'
import './facts.css'

/** Durations count up while the job is unfinished. */
export function Facts({ job }: { readonly job: JobDetail }) {
  const { type, user, priority, started, finished } = job
  const runStarted = datum(job, 'runStarted')
  const item = datum(job, 'item')
  return (
    <dl className="facts" aria-label="Facts">
      <Fact name="Type">{type}</Fact>
      {item !== undefined && (
        <Fact name="Item">
          <a href={`?view=items&item=${encodeURIComponent(item)}`}>{item}</a>
        </Fact>
      )}
      <Fact name="User">{user}</Fact>
      <Fact name="Priority">{PRIORITY_WORDS[priority]}</Fact>
      {started !== undefined && <When name="Created" time={started} />}
      {runStarted !== undefined && <When name="Started" time={runStarted} />}
      {finished !== undefined && <When name="Finished" time={finished} />}
      <Durations job={job} />
    </dl>
  )
}

function Durations({ job }: { readonly job: JobDetail }) {
  const { queuedMs, ranMs } = timesOf(job, useNowWhile(job.finished === undefined))
  const say = job.finished === undefined ? elapsed : duration
  return (
    <>
      {queuedMs !== undefined && (
        <Fact name={ranMs === undefined ? 'Queued for' : 'Time in queue'}>{duration(queuedMs)}</Fact>
      )}
      {ranMs !== undefined && (
        <Fact name={job.finished === undefined ? 'Elapsed' : 'Took'}>{say(ranMs)}</Fact>
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
