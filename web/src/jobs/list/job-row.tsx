/** The content of one row in the job list. */
import { memo } from 'react'
import type { Job } from '../../api/wire.ts'
import { JOB_LOOK } from '../../state/look.ts'
import { messageOf } from '../../state/message.ts'
import { progressOf } from '../../state/progress.ts'
import { ProgressBar } from '../../state/progress-bar.tsx'
import { StateLabel } from '../../state/state-label.tsx'
import { Since } from '../../time/since.tsx'
import { shortId } from './short-id.ts'

/** Memoized: an unchanged job stays the same object across refetches. */
export const JobRow = memo(function JobRow({ job }: { readonly job: Job }) {
  const look = JOB_LOOK[job.status]
  const share = job.status === 'STARTED' ? progressOf(job) : undefined
  return (
    <>
      <span className="row-line">
        <span className="row-type">{job.type}</span>
        <span className="row-id" title={job.jobId}>
          {shortId(job.jobId)}
        </span>
        <span className="row-age">{job.started && <Since time={job.started} />}</span>
      </span>
      <span className="row-line">
        <StateLabel look={look} />
        {share !== undefined && share > 0 ? (
          <ProgressBar share={share} tone={look.tone} />
        ) : (
          <span className="row-message">{messageOf(job)}</span>
        )}
      </span>
      {share !== undefined && share > 0 && <span className="row-message row-below">{messageOf(job)}</span>}
    </>
  )
})
