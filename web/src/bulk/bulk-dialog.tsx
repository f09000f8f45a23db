import { useState } from 'react'
import { ACTION_LOOK } from '../actions/action-look.ts'
import { AbortFields, type AbortWish, abortQuery, NO_WISH } from '../actions/dialogs/abort-fields.tsx'
import { PRIORITY_WORDS } from '../filter/filters.ts'
import { Dialog } from '../ui/dialog.tsx'
import { BulkStage } from './bulk-stage.tsx'
import { NOT_BEGUN } from './in-turn.ts'
import { type Stage, useBulk, type Wanted } from './use-bulk.ts'
import { taskOf } from './words.ts'

interface Given extends Wanted {
  /** `done`: whether anything was. */
  readonly onClose: (done: boolean) => void
}

/** Says what would be done to how many, and to which not and why; does it when that is wanted; and says what came of it. */
export function BulkDialog({ onClose, ...wanted }: Given) {
  const { action, newPriority } = wanted.change
  const { stage, carryOut, stop } = useBulk(wanted)
  const [jobIds, setJobIds] = useState<readonly string[]>([])
  const [wish, setWish] = useState<AbortWish>(NO_WISH)
  const word = ACTION_LOOK[action].word
  const task = (count: number) => taskOf(action, count, newPriority && PRIORITY_WORDS[newPriority])
  function confirm() {
    const ids = stage.is === 'foreseen' ? stage.soFar.done : jobIds
    setJobIds(ids)
    void carryOut(
      ids,
      stage.is === 'foreseen' ? NOT_BEGUN : stage.soFar,
      action === 'abort' ? abortQuery(wish) : {},
    )
  }
  return (
    <Dialog
      danger={ACTION_LOOK[action].harms ?? false}
      busy={stage.is === 'doing'}
      {...asked(stage, word, task)}
      onConfirm={confirm}
      onClose={() => {
        if (stage.is === 'doing') stop()
        else onClose(stage.is === 'done' && stage.soFar.done.length > 0)
      }}
    >
      <BulkStage stage={stage} action={action} />
      {action === 'abort' && stage.is === 'foreseen' && stage.soFar.done.length > 0 && (
        <AbortFields
          wish={wish}
          onChange={setWish}
          skip="Skip the clean-up of jobs of which no step has started"
        />
      )}
    </Dialog>
  )
}

/** The heading and the buttons. */
function asked({ is, soFar, of }: Stage, word: string, task: (count: number) => string) {
  switch (is) {
    case 'looking':
      return { title: word, cancel: 'Cancel' }
    case 'foreseen':
      return soFar.done.length === 0
        ? { title: word }
        : { title: `${task(soFar.done.length)}?`, confirm: task(soFar.done.length) }
    case 'doing':
      return { title: task(of), confirm: task(of), cancel: 'Stop here' }
    case 'done':
      return soFar.seen < of
        ? { title: word, confirm: `Go on with ${(of - soFar.seen).toLocaleString()}`, cancel: 'Close' }
        : { title: word }
  }
}
