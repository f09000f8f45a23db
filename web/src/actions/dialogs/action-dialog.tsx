import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { LIVE } from '../../live/use-live.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { whyNot } from '../messages.ts'

interface Wanted {
  readonly title: string
  /** What will happen, in words. */
  readonly children: ReactNode
  readonly confirm: string | undefined
  readonly danger?: boolean
  readonly act: () => Promise<void>
  readonly onClose: () => void
}

/** Asks first, does it, and closes when it is done. When it is refused it says why, and stays. */
export function ActionDialog({ children, act, onClose, ...asked }: Wanted) {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  async function confirm() {
    setBusy(true)
    setRefused(undefined)
    try {
      await act()
      onClose()
    } catch (error) {
      setRefused(whyNot(error))
      setBusy(false)
    } finally {
      void queries.invalidateQueries({ queryKey: [LIVE] })
    }
  }
  return (
    <Dialog {...asked} busy={busy} onConfirm={() => void confirm()} onClose={onClose}>
      {children}
      {refused !== undefined && (
        <p className="dialog-refused" role="alert">
          {refused}
        </p>
      )}
    </Dialog>
  )
}
