/** The panel of the selected job. */
import type { ReactNode } from 'react'
import { JobActions } from '../actions/job-actions.tsx'
import type { JobDetail } from '../api/wire.ts'
import { StepGraph } from '../graph/step-graph.tsx'
import { useJobType } from '../graph/use-job-type.ts'
import { JobHistory } from '../history/job-history.tsx'
import { useHistory } from '../history/use-history.ts'
import { select } from '../jobs/use-selection.ts'
import { JobLog } from '../log/job-log.tsx'
import { JobOutputs } from '../outputs/job-outputs.tsx'
import { useOutputs } from '../outputs/use-outputs.ts'
import { Overview } from '../overview/overview.tsx'
import { JOB_LOOK } from '../state/look.ts'
import { Button } from '../ui/button.tsx'
import { Facts } from './facts.tsx'
import { JobHeader } from './job-header.tsx'
import { JobResult } from './metadata/job-result.tsx'
import { MediaPlan } from './metadata/media-plan.tsx'
import { JobMetadata } from './metadata/metadata.tsx'
import { EndingBox } from './reason/ending-box.tsx'
import { useReason } from './reason/use-reason.ts'
import { WhyBox } from './reason/why-box.tsx'
import { isGone, useJob } from './use-job.ts'
import './detail.css'

/** Each part of the panel is a section, listed in `Sections`. */
export function Detail({ jobId }: { readonly jobId: string | undefined }) {
  return (
    <section className="detail" aria-label="Selected job">
      {jobId === undefined ? (
        <Overview />
      ) : (
        <>
          <div className="detail-back">
            <Button look="quiet" icon="back" onClick={() => select(undefined)}>
              All jobs
            </Button>
          </div>
          <OneJob key={jobId} jobId={jobId} />
        </>
      )}
    </section>
  )
}

function OneJob({ jobId }: { readonly jobId: string }): ReactNode {
  const { data: job, error } = useJob(jobId)
  const isLoading = useIsLoading(job)
  if (isGone(error)) return <Gone jobId={jobId} seen={job} />
  if (!job || isLoading) return <p className="detail-none">{error?.message ?? 'Loading…'}</p>
  return (
    <article className="detail-job">
      <JobHeader job={job} />
      <Sections job={job} />
    </article>
  )
}

/** Whether a part of the panel is still to come, which would push the others aside. */
function useIsLoading(job: JobDetail | undefined): boolean {
  const parts = [useJobType(job?.type), useHistory(job?.jobId), useReason(job), useOutputs(job?.jobId)]
  return parts.some(({ isLoading }) => isLoading)
}

/** `seen`: the last known version, if the job was deleted while the panel was open. */
function Gone({ jobId, seen }: { readonly jobId: string; readonly seen: JobDetail | undefined }) {
  return (
    <div className="detail-none" role="status">
      {seen ? (
        <p>
          {seen.type} {jobId} was deleted. Last known state: {JOB_LOOK[seen.status].word}.
        </p>
      ) : (
        <p>{jobId} does not exist or was deleted.</p>
      )}
      <Button onClick={() => select(undefined)}>Close</Button>
    </div>
  )
}

/** In display order: what it made, how, why it stands still, and the raw data. */
function Sections({ job }: { readonly job: JobDetail }) {
  return (
    <>
      <JobActions job={job} />
      <EndingBox job={job} />
      <JobOutputs job={job} />
      <StepGraph job={job} />
      <WhyBox job={job} />
      <JobLog job={job} />
      <Facts job={job} />
      <MediaPlan job={job} />
      <JobResult job={job} />
      <JobMetadata job={job} />
      <JobHistory job={job} />
    </>
  )
}
