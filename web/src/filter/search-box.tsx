/** The search box of the job list. */
import { useEffect, useRef, useState } from 'react'
import { useSettled } from '../time/clock.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Filters } from './filters.ts'
import { changeFilters, clearFilters } from './use-filters.ts'

const SETTLES_MS = 300

/** Searches after a short pause in typing. Escape clears all filters, the X only the text. */
export function SearchBox({ filters }: { readonly filters: Filters }) {
  const [typed, setTyped] = useState(filters.q)
  const settled = useSettled(typed, SETTLES_MS)
  const lastQuery = useRef(filters.q)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // The URL changed elsewhere: Back, Clear all or a link.
    if (filters.q === lastQuery.current) return
    lastQuery.current = filters.q
    setTyped(filters.q)
  }, [filters.q])
  useEffect(() => {
    const q = settled.trim()
    if (q === lastQuery.current || settled !== typed) return
    lastQuery.current = q
    changeFilters(filters, { q })
  }, [settled, typed, filters])
  function clear() {
    setTyped('')
    lastQuery.current = ''
    input.current?.focus()
  }
  return (
    <div className="search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        aria-label="Search jobs"
        placeholder="Search ids, metadata, messages"
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          clear()
          clearFilters()
        }}
      />
      {typed !== '' && (
        <Button
          look="quiet"
          icon="close"
          aria-label="Clear search"
          onClick={() => {
            clear()
            changeFilters(filters, { q: '' })
          }}
        />
      )}
    </div>
  )
}
