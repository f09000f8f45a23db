/** The banner shown when jobs cannot be loaded. */
import { Unreachable } from '../api/refusal.ts'
import { Icon } from '../ui/icon.tsx'

/** Says that the list may be out of date, and why. */
export function Trouble({ error }: { readonly error: Error }) {
  const note = error instanceof Unreachable ? ' Retrying every 2 seconds. This page may be out of date.' : ''
  return (
    <p className="trouble" role="alert">
      <Icon name="warning" />
      {error.message}
      {note}
    </p>
  )
}
