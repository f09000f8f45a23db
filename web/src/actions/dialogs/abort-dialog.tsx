/** The dialog that aborts a job, or ends the clean-up of a job that is being aborted. */
import { useState } from 'react'
import { abortJob } from '../../api/jobs/change-job.ts'
import type { JobDetail } from '../../api/wire.ts'
import { say } from '../../ui/toast.tsx'
import { maySkipCleanup } from '../offered.ts'
import { AbortFields, type AbortWish, abortQuery, NO_WISH } from './abort-fields.tsx'
import { ActionDialog } from './action-dialog.tsx'

export function AbortDialog({ job, onClose }: { readonly job: JobDetail; readonly onClose: () => void }) {
  const { jobId } = job
  // Kept from when the dialog opened: the job can change its state while the dialog is open.
  const [isAborting] = useState(job.status === 'ABORTED_PENDING')
  const [fields, setFields] = useState<AbortWish>(NO_WISH)
  return (
    <ActionDialog
      danger
      title={isAborting ? `End clean-up of ${jobId}?` : `Abort ${jobId}?`}
      confirm={isAborting ? 'End clean-up' : 'Abort job'}
      act={async () => {
        await abortJob(jobId, abortQuery(fields))
        say(`Aborting ${jobId}.`)
      }}
      onClose={onClose}
    >
      <p>
        {isAborting
          ? 'The job is already being aborted. Its clean-up will end now; files not removed yet will stay.'
          : 'Output of the running steps will be discarded. An aborted job cannot be resumed, only run again.'}
      </p>
      <AbortFields
        fields={fields}
        onChange={setFields}
        {...(!isAborting && maySkipCleanup(job) && { skip: 'Skip clean-up (no step has started yet)' })}
      />
    </ActionDialog>
  )
}
