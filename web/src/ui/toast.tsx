/** Toasts: short messages at the edge of the page. */
import { useSyncExternalStore } from 'react'
import { useAfter } from '../time/clock.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import './toast.css'

interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'good' | 'bad'
}

/** How long a success message is shown, ms. Errors stay until closed. */
const STAYS_MS = 6_000

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

/** Shows a message. */
export function say(text: string, tone: Toast['tone'] = 'good'): void {
  last += 1
  update([...toasts.slice(-3), { id: last, text, tone }])
}

function close(id: number): void {
  update(toasts.filter((toast) => toast.id !== id))
}

function update(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <OneToast key={toast.id} {...toast} />
      ))}
    </div>
  )
}

function OneToast({ id, text, tone }: Toast) {
  useAfter(tone === 'bad' ? undefined : STAYS_MS, () => close(id))
  return (
    <div className={`toast tone-${tone}`}>
      <Icon name={tone === 'good' ? 'check' : 'cross'} />
      <span>{text}</span>
      <Button look="quiet" icon="close" aria-label="Close" onClick={() => close(id)} />
    </div>
  )
}
