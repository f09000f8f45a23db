/** A hook that measures the width of an element. */
import { type RefObject, useLayoutEffect, useState } from 'react'

/** The content width in px; undefined until the element is mounted. */
export function useWidth(ref: RefObject<HTMLElement | null>): number | undefined {
  const [width, setWidth] = useState<number>()
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    // At once, so that the graph is part of the first picture.
    const { paddingLeft, paddingRight } = getComputedStyle(element)
    setWidth(
      Math.floor(element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)),
    )
    const observer = new ResizeObserver(([entry]) => setWidth(entry && Math.floor(entry.contentRect.width)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}
