import { type ReactNode, useId, useState } from 'react'
import { Icon } from '../ui/icon.tsx'

interface Props {
  readonly title: string
  /** Said beside the title. */
  readonly count?: number
  /** It can be folded, and is at first. */
  readonly folded?: boolean
  readonly children: ReactNode
}

/** What the user has unfolded stays so for the next job, too. */
const unfolded = new Set<string>()

/** A section of the panel. What is folded is not there, so that it costs nothing. */
export function Card({ title, count, folded = false, children }: Props) {
  const id = useId()
  const [open, setOpen] = useState(!folded || unfolded.has(title))
  const toggle = () => {
    if (open) unfolded.delete(title)
    else unfolded.add(title)
    setOpen(!open)
  }
  return (
    <section className="card" aria-labelledby={id}>
      <h3 id={id}>
        {folded ? (
          <button type="button" className="card-fold" aria-expanded={open} onClick={toggle}>
            <Icon name="down" />
            {title}
            {count !== undefined && <span className="card-count">{count}</span>}
          </button>
        ) : (
          title
        )}
      </h3>
      {open && children}
    </section>
  )
}
