/** The action bar of the selected job, with its confirmation dialogs. */
import { type ReactNode, useState } from 'react'
import type { JobDetail } from '../api/wire.ts'
import { useMay } from '../session/use-may.ts'
import { ActionButton } from './action-button.tsx'
import { AbortDialog } from './dialogs/abort-dialog.tsx'
import { DeleteDialog } from './dialogs/delete-dialog.tsx'
import { ReRunDialog } from './dialogs/re-run-dialog.tsx'
import { RunStepDialog } from './dialogs/run-step-dialog.tsx'
import { StopDialog } from './dialogs/stop-dialog.tsx'
import { type JobAction, offered } from './offered.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import './actions.css'

/** The buttons of the actions that the job’s state and the user’s roles allow. */
export function JobActions({ job }: { readonly job: JobDetail }) {
  const may = useMay()
  const [openAction, setOpenAction] = useState<JobAction>()
  const { group, keep } = useKeptFocus()
  if (!may.write) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      ref={group}
      className="job-actions"
      role="group"
      aria-label={`Actions for ${job.jobId}`}
      tabIndex={-1}
    >
      {offered(job, may).map((action) => (
        <ActionButton key={action} action={action} job={job} onAsk={setOpenAction} />
      ))}
      {openAction !== undefined &&
        dialogFor(openAction, job, () => {
          setOpenAction(undefined)
          keep()
        })}
    </div>
  )
}

/** Undefined for an action that its button runs at once. */
function dialogFor(action: JobAction, job: JobDetail, onClose: () => void): ReactNode {
  switch (action) {
    case 'abort':
      return <AbortDialog job={job} onClose={onClose} />
    case 'stop':
      return <StopDialog job={job} onClose={onClose} />
    case 'delete':
      return <DeleteDialog job={job} onClose={onClose} />
    case 're-run':
      return <ReRunDialog job={job} onClose={onClose} />
    case 'run-step':
      return <RunStepDialog job={job} onClose={onClose} />
    case 'release':
    case 'pause':
    case 'resume':
    case 'priority':
      return undefined
  }
}
