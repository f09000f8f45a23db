/** A hook that keeps keyboard focus in the action bar when the focused button disappears. */
import { useEffect, useRef } from 'react'

/**
 * Moves focus to the group when the focused button is removed, as happens when its action changes the state.
 */
export function useKeptFocus() {
  const group = useRef<HTMLDivElement>(null)
  const kept = useRef(false)
  useEffect(() => {
    if (!kept.current) return
    const at = document.activeElement
    if (at === document.body) group.current?.focus()
    else if (!group.current?.contains(at)) kept.current = false
  })
  return {
    group,
    /** Starts keeping the focus, until it moves outside the group. */
    keep: () => {
      kept.current = true
    },
  }
}
