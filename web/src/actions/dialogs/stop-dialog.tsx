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
      confirm="Stop the job"
      act={async () => {
        await askOf(jobId, 'stop')
        say(`${jobId} was asked to stop.`)
      }}
      onClose={onClose}
    >
      <p>
        What runs is asked to end early, and what it has made so far is kept. What has not begun is given up;
        the job cannot go on afterwards.
      </p>
    </ActionDialog>
  )
}
