import { useEffect, useRef } from 'react'

/** Takes the focus when the button that had it goes, as it does when its action has changed the state that offered it. */
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
    /** From now on, until the focus is moved elsewhere. */
    keep: () => {
      kept.current = true
    },
  }
}
