import { useState } from 'react'
import { abortJob } from '../../api/jobs/change-job.ts'
import type { JobDetail } from '../../api/wire.ts'
import { say } from '../../ui/toast.tsx'
import { maySkipCleanup } from '../offered.ts'
import { AbortFields, type AbortWish, abortQuery, NO_WISH } from './abort-fields.tsx'
import { ActionDialog } from './action-dialog.tsx'

export function AbortDialog({ job, onClose }: { readonly job: JobDetail; readonly onClose: () => void }) {
  const { jobId } = job
  // What it was opened for: the job moves on under it when it is answered.
  const [again] = useState(job.status === 'ABORTED_PENDING')
  const [wish, setWish] = useState<AbortWish>(NO_WISH)
  return (
    <ActionDialog
      danger
      title={again ? `End the clean-up of ${jobId}?` : `Abort ${jobId}?`}
      confirm={again ? 'End the clean-up' : 'Abort the job'}
      act={async () => {
        await abortJob(jobId, abortQuery(wish))
        say(`${jobId} is being aborted.`)
      }}
      onClose={onClose}
    >
      <p>
        {again
          ? 'The job is being aborted. Clean-up that has begun ends now: what it has not removed yet stays.'
          : 'What its running steps have made so far is thrown away. An aborted job cannot go on: it can only be run again, as a new job.'}
      </p>
      <AbortFields
        wish={wish}
        onChange={setWish}
        {...(!again && maySkipCleanup(job) && { skip: 'Skip the clean-up: no step of it has started' })}
      />
    </ActionDialog>
  )
}
