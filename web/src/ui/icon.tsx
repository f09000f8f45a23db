/** An icon in the color and size of the surrounding text. */
import { ICONS, type IconName } from './icons.ts'
import './icon.css'

/** Hidden from screen readers: the text beside it, or the label of its parent, has the meaning. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={ICONS[name]} />
    </svg>
  )
}
