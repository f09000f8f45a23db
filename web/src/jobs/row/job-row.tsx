/** The content of one row in the job list. */
import { memo } from 'react'
import { aboutOf, shortened } from '../../about/about.ts'
import { FileName } from '../../about/file-name.tsx'
import type { Job } from '../../api/wire.ts'
import { PRIORITY_WORDS } from '../../filter/filters.ts'
import { lookOf } from '../../state/look.ts'
import { messageOf } from '../../state/message.ts'
import { seriousOf } from '../../state/serious.ts'
import { SeriousTag } from '../../state/serious-tag.tsx'
import { useProgress } from '../../state/use-progress.ts'
import { useAsTimePasses } from '../../time/clock.ts'
import { duration, elapsed } from '../../time/say-time.ts'
import { Since } from '../../time/since.tsx'
import { timesOf } from '../../time/times-of.ts'
import { Icon } from '../../ui/icon.tsx'
import { shortId } from './short-id.ts'

/**
 * What the job is about, then its type, id, state, and the reason or the time left. Memoized: an unchanged
 * job stays the same object across refetches.
 */
export const JobRow = memo(function JobRow({ job }: { readonly job: Job }) {
  const { name, what, path } = aboutOf(job)
  const look = lookOf(job)
  const share = useProgress(job)
  const said = messageOf(job, share)
  const message = useAsTimePasses(said)
  return (
    <>
      <span className={`row-icon tone-${look.tone}${look.pulses ? ' row-icon-pulses' : ''}`}>
        <Icon name={look.icon} />
      </span>
      <span className="row-main">
        <span className="row-about">
          <FileName name={name} title={path} />
          {what !== '' && <span className="row-what">{what}</span>}
        </span>
        <span className="row-status">
          {path !== undefined && <span className="row-type">{job.type}</span>}
          <span className="row-id" title={job.jobId}>
            {shortId(job.jobId)}
          </span>
          <span className={`row-state tone-${look.tone}`}>{look.word}</span>
          <SeriousTag of={seriousOf(job)} className="row-serious" />
          <span className="row-message" title={message}>
            {withoutWord(shortened(message), look.word)}
          </span>
        </span>
      </span>
      <Right job={job} />
      {share !== undefined && (
        <progress className={`row-progress tone-${look.tone}`} max={1} value={share} aria-label="Progress" />
      )}
    </>
  )
})

/** The duration and the age, the priority and the user. */
function Right({ job }: { readonly job: Job }) {
  const { priority, user, started, finished } = job
  const took = useAsTimePasses((now) => {
    const { ranMs } = timesOf(job, now)
    return ranMs === undefined ? '' : finished === undefined ? elapsed(ranMs) : duration(ranMs)
  })
  return (
    <span className="row-right">
      <span className="row-times">
        <span className="row-duration">{took}</span>
        <span className="row-age">{started !== undefined && <Since time={started} />}</span>
      </span>
      <span className="row-owner">
        <span className={priority === 'MEDIUM' ? 'row-usual' : 'row-priority'}>
          {PRIORITY_WORDS[priority]} ·
        </span>
        {user !== undefined && <span>{user}</span>}
      </span>
    </span>
  )
}

/** Beside the word “Paused”, “Paused by ann” is “by ann”. Pure. */
export function withoutWord(message: string, word: string): string {
  return message.toLowerCase().startsWith(`${word.toLowerCase()} `) || message.startsWith(`${word}: `)
    ? message.slice(word.length).replace(/^:? /, '')
    : message
}
