/** The dialog that runs one step of a job on hold. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { runStep } from '../../api/jobs/change-job.ts'
import { listSteps } from '../../api/list-steps.ts'
import type { JobDetail } from '../../api/wire.ts'
import { say } from '../../ui/toast.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { StepTicks, stateOfStep } from './step-ticks.tsx'

export function RunStepDialog({ job, onClose }: { readonly job: JobDetail; readonly onClose: () => void }) {
  const { jobId, type } = job
  const [chosen, setStep] = useState<number>()
  const { data } = useQuery({ queryKey: ['steps', type], queryFn: () => listSteps(type) })
  const steps = data?.filter(({ cleanup }) => !cleanup) ?? []
  const step = chosen ?? steps.find(({ number }) => stateOfStep(job, number) !== 'FINISHED')?.number
  return (
    <ActionDialog
      title={`Run a step of ${jobId}?`}
      confirm={step === undefined ? undefined : `Run step ${step}`}
      act={async () => {
        if (step === undefined) return
        await runStep(jobId, step)
        say(`Step ${step} of ${jobId} starts as soon as a slot is free.`)
      }}
      onClose={onClose}
    >
      <p>Only this step runs. The job stays on hold until all its steps have ended or you release it.</p>
      {data && step === undefined && <p>All steps have finished.</p>}
      <StepTicks
        legend="Step"
        job={job}
        steps={steps}
        chosen={step}
        onChange={setStep}
        disabled={(number) => stateOfStep(job, number) === 'FINISHED'}
      />
    </ActionDialog>
  )
}
