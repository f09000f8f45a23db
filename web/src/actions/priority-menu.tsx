import { useId } from 'react'
import type { Priority } from '../../../schema/states.ts'
import { PRIORITY_WORDS } from '../filter/filters.ts'
import { Menu } from '../filter/menu.tsx'
import { useMay } from '../session/use-may.ts'
import { prioritiesFor } from './offered.ts'

interface Given {
  /** Undefined: those of many jobs. */
  readonly priority: Priority | undefined
  readonly onChange: (priority: Priority) => void
}

/** The priorities that who is signed in may give. */
export function PriorityMenu({ priority, onChange }: Given) {
  const may = useMay()
  const name = useId()
  return (
    <Menu name="Priority" chosen={priority && PRIORITY_WORDS[priority]} quiet>
      {(close) => (
        <fieldset className="choices">
          <legend>Where it stands in the queue</legend>
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
          {!may.immediate && <p className="choices-none">Immediate needs the role of a super user.</p>}
        </fieldset>
      )}
    </Menu>
  )
}
