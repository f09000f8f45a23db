/** The button of one action on a job. */
import { useState } from 'react'
import { askOf, modifyJob } from '../api/jobs/change-job.ts'
import type { JobDetail } from '../api/wire.ts'
import { PRIORITY_WORDS } from '../filter/filters.ts'
import { Button } from '../ui/button.tsx'
import { ACTION_LOOK } from './action-look.ts'
import type { JobAction } from './offered.ts'
import { PriorityMenu } from './priority-menu.tsx'
import { type Act, useAct } from './use-act.ts'

interface Props {
  readonly action: JobAction
  readonly job: JobDetail
  /** Called for an action that needs confirmation. */
  readonly onAsk: (action: JobAction) => void
}

/** Runs a reversible action at once and calls `onAsk` for any other. */
export function ActionButton({ action, job, onAsk }: Props) {
  const { jobId } = job
  const act = useAct()
  const [busy, setBusy] = useState(false)
  const { word, icon, harms } = ACTION_LOOK[action]
  async function run(request: Act) {
    setBusy(true)
    await act(request)
    setBusy(false)
  }
  if (action === 'priority')
    return (
      <PriorityMenu
        priority={job.priority}
        onChange={(priority) =>
          void run({
            ...{ jobId, expected: { priority }, call: () => modifyJob(jobId, { priority }) },
            done: `Priority of ${jobId} set to ${PRIORITY_WORDS[priority]}.`,
          })
        }
      />
    )
  const direct = directAct(action, job)
  return (
    <span className={harms ? 'action-harms' : 'action'}>
      <Button icon={icon} busy={busy} onClick={() => (direct ? void run(direct) : onAsk(action))}>
        {direct ? word : `${word}…`}
      </Button>
    </span>
  )
}

/** The call of an action that needs no confirmation; undefined for any other. */
function directAct(action: JobAction, { jobId }: JobDetail): Act | undefined {
  switch (action) {
    case 'pause':
      return {
        jobId,
        call: () => askOf(jobId, 'pause'),
        done: `${jobId} paused. Running steps will finish.`,
      }
    case 'resume':
      return { jobId, call: () => askOf(jobId, 'resume'), done: `${jobId} resumed.` }
    case 'release':
      return { jobId, call: () => modifyJob(jobId, { holdJob: false }), done: `${jobId} released.` }
    case 'abort':
    case 'stop':
    case 'delete':
    case 're-run':
    case 'run-step':
    case 'priority':
      return undefined
  }
}
