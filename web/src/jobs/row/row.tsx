/** One row of the job list. */
import type { VirtualItem } from '@tanstack/react-virtual'
import type { Job } from '../../api/wire.ts'
import { Icon } from '../../ui/icon.tsx'
import { JobRow } from './job-row.tsx'
import './row.css'

interface Props {
  readonly item: VirtualItem
  readonly job: Job | undefined
  readonly hits: number
  readonly selected: boolean
  /** Whether it is selected for a bulk action; undefined if the user cannot select jobs. */
  readonly chosen: boolean | undefined
  readonly atCursor: boolean
  readonly onPick: () => void
  /** `extend`: with Shift, selects from the last selected job to this one. */
  readonly onChoose: (extend: boolean) => void
}

/** Shows a placeholder until its job is loaded. */
export function Row({ item, job, hits, selected, chosen, atCursor, ...on }: Props) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the active row
    <div
      role="option"
      id={rowId(item.index)}
      className={atCursor ? 'row row-cursor' : 'row'}
      aria-selected={selected}
      aria-checked={chosen}
      aria-setsize={hits}
      aria-posinset={item.index + 1}
      style={{ transform: `translateY(${item.start}px)` }}
      onClick={on.onPick}
    >
      {chosen !== undefined && <RowCheck chosen={chosen} onChoose={on.onChoose} />}
      {job ? <JobRow job={job} /> : <span className="row-coming">Loading…</span>}
    </div>
  )
}

interface RowCheckProps {
  readonly chosen: boolean
  readonly onChoose: (extend: boolean) => void
}

function RowCheck({ chosen, onChoose }: RowCheckProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles keys
    // biome-ignore lint/a11y/noStaticElementInteractions: the row exposes the checked state
    <span
      className="row-check"
      // Shift-click would select text.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => {
        event.stopPropagation()
        onChoose(event.shiftKey)
      }}
    >
      <span className="row-box">{chosen && <Icon name="tick" />}</span>
    </span>
  )
}

/** The element id for `aria-activedescendant`. */
export function rowId(index: number): string {
  return `job-row-${index}`
}
