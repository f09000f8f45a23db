/** A hook that returns focus to the list when the selected job is closed or deleted. */
import { type RefObject, useEffect, useRef } from 'react'

/** Does nothing if the focus is already elsewhere. */
export function useFocusBack(list: RefObject<HTMLElement | null>, selected: string | undefined): void {
  const before = useRef(selected)
  useEffect(() => {
    const closed = before.current !== undefined && selected === undefined
    before.current = selected
    if (closed && document.activeElement === document.body) list.current?.focus({ preventScroll: true })
  }, [list, selected])
}
