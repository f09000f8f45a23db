import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { Button } from './button.tsx'
import './dialog.css'

interface Props {
  readonly title: string
  /** What will happen, in words, and what else is to be said or asked. */
  readonly children: ReactNode
  /** What the button that does it says, as a verb: `Delete 3 jobs`; undefined: there is nothing to do. */
  readonly confirm?: string | undefined
  /** Default: Cancel; Close where there is nothing to do. */
  readonly cancel?: string
  readonly danger?: boolean
  readonly busy?: boolean
  readonly onConfirm?: () => void
  /** Escape, Cancel, or a click beside it. */
  readonly onClose: () => void
}

/** A question over the page, while it is mounted; begins at the choice that changes nothing. The focus goes back to where it was. */
export function Dialog({ title, children, confirm, cancel, danger = false, busy = false, ...then }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const safe = useRef<HTMLButtonElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    safe.current?.focus()
    // Closing gives the focus back; being taken out of the page would not.
    return () => element?.close()
  }, [])
  useEffect(() => {
    // The button that was pressed may be gone, or pass the time until it is done.
    if (document.activeElement === document.body) safe.current?.focus()
  })
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        then.onClose()
      }}
      onMouseDown={(event) => event.target === dialog.current && then.onClose()}
    >
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault()
          then.onConfirm?.()
        }}
      >
        <h2 id={heading}>{title}</h2>
        <div className="dialog-body">{children}</div>
        <div className="dialog-actions">
          <Button ref={safe} onClick={then.onClose}>
            {cancel ?? (confirm === undefined ? 'Close' : 'Cancel')}
          </Button>
          {confirm !== undefined && (
            <Button type="submit" look={danger ? 'danger' : 'primary'} busy={busy}>
              {confirm}
            </Button>
          )}
        </div>
      </form>
    </dialog>
  )
}
