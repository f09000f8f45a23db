/** The label of a state: its icon and its word. */
import { Icon } from '../ui/icon.tsx'
import type { Look } from './look.ts'
import './state.css'

/** `plate`: on a colored background, for a state shown on its own. */
export function StateLabel({ look, plate = false }: { readonly look: Look; readonly plate?: boolean }) {
  const { word, tone, icon, pulses } = look
  return (
    <span className={`state tone-${tone}${plate ? ' state-plate' : ''}${pulses ? ' state-pulses' : ''}`}>
      <Icon name={icon} />
      <span className="state-word">{word}</span>
    </span>
  )
}
