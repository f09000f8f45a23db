/** The dialog that deletes a job. */
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
      confirm="Delete job"
      act={async () => {
        await deleteJob(jobId)
        say(`${jobId} deleted.`)
        select(undefined)
      }}
      onClose={onClose}
    >
      <p>This permanently deletes the job with its metadata, log and history. Files it created are kept.</p>
    </ActionDialog>
  )
}
