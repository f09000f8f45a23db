/** The header of the job panel: the file, type, id, state and progress. */
import { aboutOf } from '../about/about.ts'
import { FileName } from '../about/file-name.tsx'
import type { JobDetail } from '../api/wire.ts'
import { lookOf, PAUSED } from '../state/look.ts'
import { ProgressBar } from '../state/progress-bar.tsx'
import { seriousOf } from '../state/serious.ts'
import { SeriousTag } from '../state/serious-tag.tsx'
import { StateLabel } from '../state/state-label.tsx'
import { useProgress } from '../state/use-progress.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { headlineOf } from './headline.ts'
import { Pace } from './pace.tsx'
import { useReason } from './reason/use-reason.ts'
import './job-header.css'

/** The progress bar stays when the job has ended, and shows how far it got. */
export function JobHeader({ job }: { readonly job: JobDetail }) {
  const { data: reason } = useReason(job)
  const { name, what, path } = aboutOf(job)
  const look = lookOf(job)
  const share = useProgress(job)
  const headline = headlineOf(job, reason)
  const isPaused = job.paused !== undefined && job.finished === undefined && look !== PAUSED
  return (
    <header className="job-header">
      <div className="job-title">
        <h2
          aria-label={[name, path === undefined ? '' : job.type, job.jobId]
            .filter((part) => part !== '')
            .join(' ')}
        >
          <FileName name={name} title={path} />
        </h2>
        <span className="job-title-state">
          <SeriousTag of={seriousOf(job)} className="job-serious" />
          {isPaused && <StateLabel look={PAUSED} plate />}
          <StateLabel look={look} plate />
        </span>
      </div>
      <p className="job-about">
        {what !== '' && <span className="job-what">{what}</span>}
        {path !== undefined && <span>{job.type}</span>}
        <span className="job-id">
          {job.jobId}
          <CopyButton text={job.jobId} what="job id" />
        </span>
      </p>
      {share !== undefined && (
        <div className="job-progress">
          <ProgressBar share={share} tone={look.tone} />
          <Pace job={job} share={share} />
        </div>
      )}
      {headline !== '' && <p className="job-message">{headline}</p>}
    </header>
  )
}
