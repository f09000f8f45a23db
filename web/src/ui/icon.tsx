import { ICONS, type IconName } from './icons.ts'
import './icon.css'

/** An icon in the colour and size of the text. It is decoration: what it means stands beside it, or in the label of what it is in. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={ICONS[name]} />
    </svg>
  )
}
