/** A modal dialog with an optional confirm button. */
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { Button } from './button.tsx'
import './dialog.css'

interface Props {
  readonly title: string
  /** Explains what will happen, with any further fields. */
  readonly children: ReactNode
  /** The label of the confirm button: `Delete 3 jobs`. Default: no confirm button. */
  readonly confirm?: string | undefined
  /** Default: Cancel, or Close without a confirm button. */
  readonly cancel?: string
  readonly danger?: boolean
  readonly busy?: boolean
  readonly onConfirm?: () => void
  /** Called on Escape, Cancel or a click outside. */
  readonly onClose: () => void
}

/** Open while mounted. Focuses the cancel button first, and returns the focus when it closes. */
export function Dialog({ title, children, confirm, cancel, danger = false, busy = false, ...on }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const cancelButton = useRef<HTMLButtonElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    cancelButton.current?.focus()
    // Closing returns the focus; unmounting alone would not.
    return () => element?.close()
  }, [])
  useEffect(() => {
    // The pressed button may be removed, or disabled while the action runs.
    if (document.activeElement === document.body) cancelButton.current?.focus()
  })
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        on.onClose()
      }}
      onMouseDown={(event) => event.target === dialog.current && on.onClose()}
    >
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault()
          on.onConfirm?.()
        }}
      >
        <h2 id={heading}>{title}</h2>
        <div className="dialog-body">{children}</div>
        <div className="dialog-actions">
          <Button ref={cancelButton} onClick={on.onClose}>
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
