/** A hook that keeps the scroll position when new jobs arrive above it. */
import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Jobs } from './use-jobs.ts'

/**
 * At the top of the list, new jobs are shown instead. `first`: the first row on the screen. `height`: of a
 * row, px.
 */
export function useAnchor(
  scroller: RefObject<HTMLElement | null>,
  jobs: Jobs,
  first: number,
  height: number,
) {
  const anchor = useRef<{ readonly jobId: string; readonly index: number }>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    const before = anchor.current
    const now = before && jobs.indexOf(before.jobId)
    if (element && before && now !== undefined && now !== before.index && element.scrollTop > height) {
      element.scrollTop += (now - before.index) * height
      anchor.current = { jobId: before.jobId, index: now }
      return
    }
    const jobId = jobs.at(first)?.jobId
    anchor.current = jobId === undefined ? undefined : { jobId, index: first }
  })
}
