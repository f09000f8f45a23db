/** The dialog that previews a bulk action, runs it and reports its outcome. */
import { useState } from 'react'
import { ACTION_LOOK } from '../actions/action-look.ts'
import { AbortFields, type AbortWish, abortQuery, NO_WISH } from '../actions/dialogs/abort-fields.tsx'
import { PRIORITY_WORDS } from '../filter/filters.ts'
import { Dialog } from '../ui/dialog.tsx'
import { BulkStage } from './bulk-stage.tsx'
import { NOT_BEGUN } from './in-turn.ts'
import { type Stage, useBulk, type Wanted } from './use-bulk.ts'
import { taskOf } from './words.ts'

interface Props extends Wanted {
  /** `changed`: whether any job was changed. */
  readonly onClose: (changed: boolean) => void
}

/**
 * Previews the action, including the jobs it would not change, then runs it on confirmation and reports the
 * outcome.
 */
export function BulkDialog({ onClose, ...request }: Props) {
  const { action, newPriority } = request.change
  const { stage, run, stop } = useBulk(request)
  const [jobIds, setJobIds] = useState<readonly string[]>([])
  const [fields, setFields] = useState<AbortWish>(NO_WISH)
  const word = ACTION_LOOK[action].word
  const task = (count: number) => taskOf(action, count, newPriority && PRIORITY_WORDS[newPriority])
  function confirm() {
    const ids = stage.is === 'previewed' ? stage.soFar.done : jobIds
    setJobIds(ids)
    void run(
      ids,
      stage.is === 'previewed' ? NOT_BEGUN : stage.soFar,
      action === 'abort' ? abortQuery(fields) : {},
    )
  }
  return (
    <Dialog
      danger={ACTION_LOOK[action].harms ?? false}
      busy={stage.is === 'running'}
      {...headingOf(stage, word, task)}
      onConfirm={confirm}
      onClose={() => {
        if (stage.is === 'running') stop()
        else onClose(stage.is === 'done' && stage.soFar.done.length > 0)
      }}
    >
      <BulkStage stage={stage} action={action} />
      {action === 'abort' && stage.is === 'previewed' && stage.soFar.done.length > 0 && (
        <AbortFields
          fields={fields}
          onChange={setFields}
          skip="Skip clean-up of jobs in which no step has started"
        />
      )}
    </Dialog>
  )
}

/** The heading and the buttons of a stage. */
function headingOf({ is, soFar, of }: Stage, word: string, task: (count: number) => string) {
  switch (is) {
    case 'previewing':
      return { title: word, cancel: 'Cancel' }
    case 'previewed':
      return soFar.done.length === 0
        ? { title: word }
        : { title: `${task(soFar.done.length)}?`, confirm: task(soFar.done.length) }
    case 'running':
      return { title: task(of), confirm: task(of), cancel: 'Stop here' }
    case 'done':
      return soFar.seen < of
        ? { title: word, confirm: `Continue with ${(of - soFar.seen).toLocaleString()}`, cancel: 'Close' }
        : { title: word }
  }
}
