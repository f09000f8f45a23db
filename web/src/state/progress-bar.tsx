/** A progress bar with its percentage. */
import type { Tone } from './look.ts'
import { percent } from './progress.ts'
import './state.css'

/** `share`: 0 … 1. */
export function ProgressBar({ share, tone }: { readonly share: number; readonly tone: Tone }) {
  return (
    <span className={`progress tone-${tone}`}>
      <progress max={1} value={share} aria-label="Progress" />
      <span className="progress-number" aria-hidden="true">
        {percent(share)}
      </span>
    </span>
  )
}
