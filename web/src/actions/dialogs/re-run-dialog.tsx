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
        say(`${started.jobId} was started from ${jobId}.`)
        select(started.jobId)
      }}
      onClose={onClose}
    >
      <p>
        A new job of the same type starts with the same metadata, and is yours. {jobId} stays as it is.
        {fromStep !== undefined &&
          ' Results of finished steps that do not depend on the one you chose are taken over where they are still there.'}
      </p>
      <StepTicks
        legend="Begin"
        first="At the start"
        job={job}
        steps={steps.filter(({ cleanup }) => !cleanup)}
        chosen={fromStep}
        onChange={setFromStep}
      />
    </ActionDialog>
  )
}
