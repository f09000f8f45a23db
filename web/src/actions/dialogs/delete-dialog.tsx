import { deleteJob } from '../../api/jobs/change-job.ts'
import type { JobDetail } from '../../api/wire.ts'
import { select } from '../../jobs/use-selection.ts'
import { say } from '../../ui/toast.tsx'
import { ActionDialog } from './action-dialog.tsx'

export function DeleteDialog({ job, onClose }: { readonly job: JobDetail; readonly onClose: () => void }) {
  const { jobId } = job
  return (
    <ActionDialog
      danger
      title={`Delete ${jobId}?`}
      confirm="Delete the job"
      act={async () => {
        await deleteJob(jobId)
        say(`${jobId} is deleted.`)
        select(undefined)
      }}
      onClose={onClose}
    >
      <p>
        The job goes for good, with its metadata, log and history. The files that it has made stay where they
        are.
      </p>
    </ActionDialog>
  )
}
