import { Unreachable } from '../api/refusal.ts'
import { Icon } from '../ui/icon.tsx'

/** What is on the screen may be old, and why. */
export function Trouble({ error }: { readonly error: Error }) {
  const again =
    error instanceof Unreachable ? ' Trying again every two seconds; what you see may be out of date.' : ''
  return (
    <p className="trouble" role="alert">
      <Icon name="warning" />
      {error.message}
      {again}
    </p>
  )
}
