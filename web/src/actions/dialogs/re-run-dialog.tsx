/** The dialog that runs a job again, from the beginning or from a chosen step. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reRunJob } from '../../api/jobs/change-job.ts'
import { listSteps } from '../../api/list-steps.ts'
import { newKey } from '../../api/new-key.ts'
import type { JobDetail } from '../../api/wire.ts'
import { select } from '../../jobs/use-selection.ts'
import { say } from '../../ui/toast.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { StepTicks } from './step-ticks.tsx'

export function ReRunDialog({ job, onClose }: { readonly job: JobDetail; readonly onClose: () => void }) {
  const { jobId, type } = job
  const [once] = useState(newKey)
  const [fromStep, setFromStep] = useState<number>()
  const { data: steps = [] } = useQuery({ queryKey: ['steps', type], queryFn: () => listSteps(type) })
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
        {fromStep !== undefined &&
          ' Results of finished steps that do not depend on the chosen step are reused if they still exist.'}
      </p>
      <StepTicks
        legend="Start from"
        first="The beginning"
        job={job}
        steps={steps.filter(({ cleanup }) => !cleanup)}
        chosen={fromStep}
        onChange={setFromStep}
      />
    </ActionDialog>
  )
}
