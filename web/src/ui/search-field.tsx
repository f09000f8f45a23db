/** A field for words to search for. */
import { Icon } from './icon.tsx'

interface Props {
  /** What is searched: `Search users`. */
  readonly label: string
  readonly placeholder: string
  readonly value: string
  /** Default: none. */
  readonly maxLength?: number
  readonly onChange: (text: string) => void
}

export function SearchField({ label, placeholder, value, maxLength, onChange }: Props) {
  return (
    <div className="search">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        maxLength={maxLength}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
