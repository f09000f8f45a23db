/** A button with an optional icon. */
import type { ComponentProps } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import './button.css'

interface Props extends Omit<ComponentProps<'button'>, 'className'> {
  /** Default: plain. */
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly icon?: IconName
  /** Shows a spinner and disables the button. */
  readonly busy?: boolean
}

/** A button with an icon only needs an `aria-label`, which also becomes its tooltip. */
export function Button({ look = 'plain', icon, busy = false, children, disabled, ...rest }: Props) {
  const name: IconName | undefined = busy ? 'spinner' : icon
  return (
    <button
      type="button"
      title={children === undefined ? rest['aria-label'] : undefined}
      {...rest}
      className={`button button-${look}`}
      disabled={disabled || busy}
    >
      {name !== undefined && <Icon name={name} />}
      {children !== undefined && <span className="button-text">{children}</span>}
    </button>
  )
}
