import type { VirtualItem } from '@tanstack/react-virtual'
import type { Job } from '../../api/wire.ts'
import { Icon } from '../../ui/icon.tsx'
import { JobRow } from './job-row.tsx'

interface Props {
  readonly item: VirtualItem
  readonly job: Job | undefined
  readonly hits: number
  readonly selected: boolean
  /** For something that is done to many; undefined where none can be. */
  readonly chosen: boolean | undefined
  readonly atCursor: boolean
  readonly onPick: () => void
  /** With Shift, from the last one to this. */
  readonly onChoose: (extend: boolean) => void
}

/** A place in the list, which may still wait for its job. */
export function Row({ item, job, hits, selected, chosen, atCursor, ...on }: Props) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the list's
    // biome-ignore lint/a11y/useFocusableInteractive: the focus is the list's, which says what is active
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
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the list's
    // biome-ignore lint/a11y/noStaticElementInteractions: the row says whether it is checked
    <span
      className="row-check"
      // Shift would mark text.
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

/** What `aria-activedescendant` names. */
export function rowId(index: number): string {
  return `job-row-${index}`
}
