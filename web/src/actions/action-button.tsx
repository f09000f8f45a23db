import { useState } from 'react'
import { askOf, modifyJob } from '../api/jobs/change-job.ts'
import type { JobDetail } from '../api/wire.ts'
import { PRIORITY_WORDS } from '../filter/filters.ts'
import { Button } from '../ui/button.tsx'
import { ACTION_LOOK } from './action-look.ts'
import type { JobAction } from './offered.ts'
import { PriorityMenu } from './priority-menu.tsx'
import { type Act, useAct } from './use-act.ts'

interface Given {
  readonly action: JobAction
  readonly job: JobDetail
  /** Of an action that is asked about first. */
  readonly onAsk: (action: JobAction) => void
}

/** Does what can be taken back at once, and asks about the rest. */
export function ActionButton({ action, job, onAsk }: Given) {
  const { jobId } = job
  const act = useAct()
  const [busy, setBusy] = useState(false)
  const { word, icon, harms } = ACTION_LOOK[action]
  async function doIt(wanted: Act) {
    setBusy(true)
    await act(wanted)
    setBusy(false)
  }
  if (action === 'priority')
    return (
      <PriorityMenu
        priority={job.priority}
        onChange={(priority) =>
          void doIt({
            ...{ jobId, expected: { priority }, call: () => modifyJob(jobId, { priority }) },
            done: `${jobId} has the priority ${PRIORITY_WORDS[priority]}.`,
          })
        }
      />
    )
  const direct = directly(action, job)
  return (
    <span className={harms ? 'action-harms' : 'action'}>
      <Button icon={icon} busy={busy} onClick={() => (direct ? void doIt(direct) : onAsk(action))}>
        {direct ? word : `${word}…`}
      </Button>
    </span>
  )
}

/** What is done without a question; undefined when there is one. */
function directly(action: JobAction, { jobId }: JobDetail): Act | undefined {
  switch (action) {
    case 'pause':
      return {
        jobId,
        call: () => askOf(jobId, 'pause'),
        done: `${jobId} is paused: what runs goes on to its end.`,
      }
    case 'resume':
      return { jobId, call: () => askOf(jobId, 'resume'), done: `${jobId} goes on.` }
    case 'release':
      return { jobId, call: () => modifyJob(jobId, { holdJob: false }), done: `${jobId} goes on by itself.` }
    case 'abort':
    case 'stop':
    case 'delete':
    case 're-run':
    case 'run-step':
    case 'priority':
      return undefined
  }
}
