/** A hook that keeps the end of the log in view. */
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { type Place, whereTo } from './where-to.ts'

interface Options {
  readonly following: boolean
  readonly onFollowing: (following: boolean) => void
  /** The height of all lines, px. */
  readonly height: number
}

/** Returns a scroll handler: scrolling up ends following, scrolling to the end resumes it. */
export function useFollowing(
  scroller: RefObject<HTMLElement | null>,
  { following, onFollowing, height }: Options,
): () => void {
  const before = useRef<Place>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    if (following && element && height > 0) element.scrollTop = element.scrollHeight
  }, [following, height, scroller])
  return () => {
    const element = scroller.current
    if (!element) return
    const place = { top: element.scrollTop, end: element.scrollHeight - element.clientHeight }
    const next = whereTo(following, before.current, place)
    before.current = place
    if (next !== following) onFollowing(next)
  }
}
