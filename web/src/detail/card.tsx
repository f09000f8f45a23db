/** A titled section of the job panel, optionally collapsible. */
import { type ReactNode, useId, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import './card.css'
import './fold.css'

interface Props {
  readonly title: string
  /** Shown beside the title. */
  readonly count?: number
  /** Makes the section collapsible and initially collapsed. */
  readonly folded?: boolean
  readonly children: ReactNode
}

/** Titles of the sections that the user has expanded, kept across jobs. */
const expanded = new Set<string>()

/** The children of a collapsed section are not rendered, so they cost nothing. */
export function Card({ title, count, folded = false, children }: Props) {
  const id = useId()
  const [open, setOpen] = useState(!folded || expanded.has(title))
  const toggle = () => {
    if (open) expanded.delete(title)
    else expanded.add(title)
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
