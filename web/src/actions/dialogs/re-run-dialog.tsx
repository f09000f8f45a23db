/** The dialog that runs a job again, from the beginning or from a chosen step. */
import { useState } from 'react'
import { reRunJob } from '../../api/jobs/change-job.ts'
import { newKey } from '../../api/new-key.ts'
import type { JobDetail } from '../../api/wire.ts'
import { useJobType } from '../../graph/use-job-type.ts'
import { select } from '../../jobs/use-selection.ts'
import { say } from '../../ui/toast.tsx'
import { likelyPoint, startingPoints } from '../starting-points.ts'
import { ActionDialog } from './action-dialog.tsx'
import { StepTicks } from './step-ticks.tsx'

/** Offers only the steps from which results are reused; for a failed job, the step that failed. */
export function ReRunDialog({ job, onClose }: { readonly job: JobDetail; readonly onClose: () => void }) {
  const { jobId } = job
  const [once] = useState(newKey)
  const [chosen, setChosen] = useState<number | 'beginning'>()
  const { data: type } = useJobType(job.type)
  const points = type ? startingPoints(job, type) : []
  const fromStep = chosen === 'beginning' ? undefined : (chosen ?? likelyPoint(job, points))
  const reused = points.find(({ step }) => step.number === fromStep)?.reused
  return (
    <ActionDialog
      title={`Run ${jobId} again?`}
      confirm="Run again"
      act={async () => {
        const started = await reRunJob(jobId, fromStep, once)
        say(`Started ${started.jobId} from ${jobId}.`)
        select(started.jobId)
      }}
      onClose={onClose}
    >
      <p>
        Starts a new job with the same type and metadata, owned by you. {jobId} does not change.
        {reused && ` The ${reused.length === 1 ? 'result' : 'results'} of ${listed(reused)} will be reused.`}
      </p>
      {points.length > 0 && (
        <StepTicks
          legend="Start from"
          first="The beginning"
          steps={points.map(({ step }) => step)}
          chosen={fromStep}
          onChange={(step) => setChosen(step ?? 'beginning')}
        />
      )}
    </ActionDialog>
  )
}

/** `step 100`; `steps 100 and 200`. */
function listed(steps: readonly number[]): string {
  if (steps.length < 2) return `step ${steps.join('')}`
  return `steps ${steps.slice(0, -1).join(', ')} and ${steps.at(-1) ?? ''}`
}
