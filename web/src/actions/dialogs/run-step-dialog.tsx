/** The dialog that runs one step of a job on hold. */
import { useState } from 'react'
import { runStep } from '../../api/jobs/change-job.ts'
import type { JobDetail } from '../../api/wire.ts'
import { useJobType } from '../../graph/use-job-type.ts'
import { say } from '../../ui/toast.tsx'
import { runnableSteps } from '../starting-points.ts'
import { ActionDialog } from './action-dialog.tsx'
import { StepTicks } from './step-ticks.tsx'

/** Offers only the steps that can run now. */
export function RunStepDialog({ job, onClose }: { readonly job: JobDetail; readonly onClose: () => void }) {
  const { jobId } = job
  const [chosen, setStep] = useState<number>()
  const { data: type } = useJobType(job.type)
  const steps = type ? runnableSteps(job, type) : []
  const step = steps.find(({ number }) => number === chosen)?.number ?? steps[0]?.number
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
      {type && step === undefined ? (
        <p>No step can run now: each has finished, is running, or waits for another.</p>
      ) : (
        <StepTicks legend="Step" steps={steps} chosen={step} onChange={setStep} />
      )}
    </ActionDialog>
  )
}
