/** The header of the job panel: type, id, state and progress. */
import type { JobDetail } from '../api/wire.ts'
import { JOB_LOOK, type Look } from '../state/look.ts'
import { progressOf } from '../state/progress.ts'
import { ProgressBar } from '../state/progress-bar.tsx'
import { StateLabel } from '../state/state-label.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { headlineOf } from './headline.ts'
import { useReason } from './reason/use-reason.ts'
import './job-header.css'

/** Shown beside the state: a paused job may still have running steps. */
const PAUSED = { word: 'Paused', tone: 'waiting', icon: 'pause', pulses: false } as const satisfies Look

/** The progress bar is shown from the first start until the job ends. */
export function JobHeader({ job }: { readonly job: JobDetail }) {
  const { data: reason } = useReason(job)
  const look = JOB_LOOK[job.status]
  const share = job.finished === undefined && job.status !== 'READY' ? progressOf(job) : undefined
  const headline = headlineOf(job, reason)
  return (
    <header className="job-header">
      <div className="job-title">
        <h2>
          {job.type} <span className="job-title-id">{job.jobId}</span>
        </h2>
        <CopyButton text={job.jobId} what="job id" />
        <span className="job-title-state">
          {job.paused !== undefined && job.finished === undefined && <StateLabel look={PAUSED} plate />}
          <StateLabel look={look} plate />
        </span>
      </div>
      {share !== undefined && <ProgressBar share={share} tone={look.tone} />}
      {headline !== '' && <p className="job-message">{headline}</p>}
    </header>
  )
}
