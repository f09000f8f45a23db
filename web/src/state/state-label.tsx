import { Icon } from '../ui/icon.tsx'
import type { Look } from './look.ts'
import './state.css'

/** Icon and word. `plate`: on a coloured plate, for where a state stands alone. */
export function StateLabel({ look, plate = false }: { readonly look: Look; readonly plate?: boolean }) {
  const { word, tone, icon, pulses } = look
  return (
    <span className={`state tone-${tone}${plate ? ' state-plate' : ''}${pulses ? ' state-pulses' : ''}`}>
      <Icon name={icon} />
      <span className="state-word">{word}</span>
    </span>
  )
}
