/** A confirmation dialog that runs an action and reports its failure. */
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { LIVE } from '../../live/use-live.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { whyNot } from '../messages.ts'

interface Props {
  readonly title: string
  /** Explains what will happen. */
  readonly children: ReactNode
  readonly confirm: string | undefined
  readonly danger?: boolean
  readonly act: () => Promise<void>
  readonly onClose: () => void
}

/** Runs `act` on confirmation and closes on success. On failure it stays open and shows the reason. */
export function ActionDialog({ children, act, onClose, ...dialog }: Props) {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  async function confirm() {
    setBusy(true)
    setFailure(undefined)
    try {
      await act()
      onClose()
    } catch (error) {
      setFailure(whyNot(error))
      setBusy(false)
    } finally {
      void queries.invalidateQueries({ queryKey: [LIVE] })
    }
  }
  return (
    <Dialog {...dialog} busy={busy} onConfirm={() => void confirm()} onClose={onClose}>
      {children}
      {failure !== undefined && (
        <p className="dialog-refused" role="alert">
          {failure}
        </p>
      )}
    </Dialog>
  )
}
