/** The bar above the job list while jobs are selected: their number, and actions on them. */
import { useState } from 'react'
import { ACTION_LOOK } from '../actions/action-look.ts'
import { PriorityMenu } from '../actions/priority-menu.tsx'
import type { BulkChange } from '../api/jobs/change-many-jobs.ts'
import type { Filters } from '../filter/filters.ts'
import { Button } from '../ui/button.tsx'
import { BulkDialog } from './bulk-dialog.tsx'
import { countOf } from './choice.ts'
import type { Choosing } from './use-choice.ts'
import { BULK_ACTIONS } from './words.ts'
import './bulk.css'

interface Props {
  readonly filters: Filters
  readonly hits: number
  readonly choosing: Choosing
}

/** Shown while jobs are selected: selects all matching jobs or none, and offers the bulk actions. */
export function BulkBar({ filters, hits, choosing }: Props) {
  const { choice, chooseNone } = choosing
  const [change, setChange] = useState<BulkChange>()
  const count = countOf(choice, hits)
  return (
    <>
      {count > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
        <div className="bulk-bar" role="group" aria-label="Selected jobs">
          <ChooseAll count={count} hits={hits} choosing={choosing} />
          <BulkActions onAsk={setChange} />
        </div>
      )}
      {change && (
        // Stays open when no job matches any more: the action itself can cause that.
        <BulkDialog
          {...{ filters, choice, change }}
          onClose={(done) => {
            setChange(undefined)
            if (done) chooseNone()
          }}
        />
      )}
    </>
  )
}

interface ChooseAllProps {
  readonly count: number
  readonly hits: number
  readonly choosing: Choosing
}

function ChooseAll({ count, hits, choosing: { chooseAll, chooseNone } }: ChooseAllProps) {
  const all = hits.toLocaleString()
  return (
    <div className="bulk-count">
      <span role="status">
        {count.toLocaleString()} of {all} selected
      </span>
      {count < hits && (
        <Button look="quiet" onClick={chooseAll}>
          Select all {all}
        </Button>
      )}
      <Button look="quiet" onClick={chooseNone}>
        Clear
      </Button>
    </div>
  )
}

function BulkActions({ onAsk }: { readonly onAsk: (change: BulkChange) => void }) {
  return (
    <div className="bulk-actions">
      {BULK_ACTIONS.map((action) => {
        const { word, icon, harms } = ACTION_LOOK[action]
        if (action === 'priority')
          return (
            <PriorityMenu
              key={action}
              priority={undefined}
              onChange={(newPriority) => onAsk({ action, newPriority })}
            />
          )
        return (
          <span key={action} className={harms ? 'action-harms' : 'action'}>
            <Button icon={icon} onClick={() => onAsk({ action })}>
              {word}…
            </Button>
          </span>
        )
      })}
    </div>
  )
}
