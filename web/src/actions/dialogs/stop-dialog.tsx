/** The dialog that stops a job and keeps its output so far. */
import { askOf } from '../../api/jobs/change-job.ts'
import type { JobDetail } from '../../api/wire.ts'
import { say } from '../../ui/toast.tsx'
import { ActionDialog } from './action-dialog.tsx'

export function StopDialog({ job, onClose }: { readonly job: JobDetail; readonly onClose: () => void }) {
  const { jobId } = job
  return (
    <ActionDialog
      danger
      title={`Stop ${jobId}?`}
      confirm="Stop job"
      act={async () => {
        await askOf(jobId, 'stop')
        say(`Stopping ${jobId}.`)
      }}
      onClose={onClose}
    >
      <p>Running steps and those after them end early and keep their output. Waiting steps will not run.</p>
    </ActionDialog>
  )
}
