/** The menu that sets the priority of one job or of several. */
import { useId } from 'react'
import type { Priority } from '../../../schema/states.ts'
import { PRIORITY_WORDS } from '../filter/filters.ts'
import { useMay } from '../session/use-may.ts'
import { Menu } from '../ui/menu/menu.tsx'
import { prioritiesFor } from './offered.ts'

interface Props {
  /** Undefined for several jobs, whose priorities may differ. */
  readonly priority: Priority | undefined
  readonly onChange: (priority: Priority) => void
}

/** Lists the priorities that the user may set. */
export function PriorityMenu({ priority, onChange }: Props) {
  const may = useMay()
  const name = useId()
  return (
    <Menu name="Priority" chosen={priority && PRIORITY_WORDS[priority]} quiet>
      {(close) => (
        <fieldset className="choices">
          <legend>Priority in the queue</legend>
          {prioritiesFor(may).map((one) => (
            <label key={one} className="choice">
              <input
                type="radio"
                name={name}
                checked={one === priority}
                onChange={() => {
                  close()
                  onChange(one)
                }}
              />
              <span className="choice-label">{PRIORITY_WORDS[one]}</span>
            </label>
          ))}
          {!may.immediate && <p className="choices-none">Immediate requires the super user role.</p>}
        </fieldset>
      )}
    </Menu>
  )
}
