/** A button that opens a list of choices. */
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../icon.tsx'
import './menu.css'

interface Props {
  /** `State`. */
  readonly name: string
  /** The current choice as text; undefined if nothing is chosen. */
  readonly chosen: string | undefined
  /** Rendered when the menu opens, so that counts are fetched only then. */
  readonly children: (close: () => void) => ReactNode
  /** Does not highlight a choice, because having one is normal. */
  readonly quiet?: boolean
}

/** Closes on Escape and when focus leaves it. */
export function Menu({ name, chosen, children, quiet = false }: Props) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLInputElement>(
      'input[type=radio]:checked, input[type=checkbox]',
    )
    if (open) (first ?? panel.current?.querySelector('input'))?.focus()
  }, [open])
  function close() {
    setOpen(false)
    button.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens only to events from the button and the choices
    <div
      className="menu"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
      onKeyDown={(event) => {
        if (!open) return
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event, panel.current)
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
    >
      <button
        ref={button}
        type="button"
        className={chosen === undefined || quiet ? 'menu-button' : 'menu-button menu-on'}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <span className="menu-name">{chosen === undefined ? name : `${name}:`}</span>
        {chosen !== undefined && <span className="menu-chosen">{chosen}</span>}
        <Icon name="down" />
      </button>
      {open && (
        <div ref={panel} id={id} className="menu-panel" tabIndex={-1}>
          {children(close)}
        </div>
      )}
    </div>
  )
}

/** Arrow keys move between the choices without choosing, for radio buttons too; Space and Enter choose. */
function move(event: React.KeyboardEvent, panel: HTMLElement | null): void {
  const inputs = [...(panel?.querySelectorAll('input') ?? [])]
  const at = inputs.indexOf(document.activeElement as HTMLInputElement)
  const next = inputs[at + (event.key === 'ArrowDown' ? 1 : -1)]
  event.preventDefault()
  next?.focus()
}
