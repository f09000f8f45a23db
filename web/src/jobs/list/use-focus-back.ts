import { type RefObject, useEffect, useRef } from 'react'

/** Gives the focus back to the list when the job that had it is closed or deleted. */
export function useFocusBack(list: RefObject<HTMLElement | null>, selected: string | undefined): void {
  const before = useRef(selected)
  useEffect(() => {
    const closed = before.current !== undefined && selected === undefined
    before.current = selected
    if (closed && document.activeElement === document.body) list.current?.focus({ preventScroll: true })
  }, [list, selected])
}
