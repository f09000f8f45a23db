import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Choosing } from '../../bulk/use-choice.ts'
import type { Filters } from '../../filter/filters.ts'
import { select } from '../use-selection.ts'
import { useAnchor } from './use-anchor.ts'
import { useCursor } from './use-cursor.ts'
import { useFocusBack } from './use-focus-back.ts'
import { useJobs } from './use-jobs.ts'

/** px; `--row` of jobs.css is the same. */
const ROW = 80

interface Options {
  readonly filters: Filters
  /** Of all rows. */
  readonly count: number
  readonly selected: string | undefined
  readonly choosing: Choosing | undefined
}

/** The rows on the screen, the jobs in them, and the one that the keys are at. */
export function useRows({ filters, count, selected, choosing }: Options) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  })
  const items = rows.getVirtualItems()
  const jobs = useJobs(filters, items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
  useFocusBack(scroller, selected)
  useAnchor(scroller, jobs, Math.floor((rows.scrollOffset ?? 0) / ROW), ROW)
  useEffect(() => {
    if (scroller.current && filters) scroller.current.scrollTop = 0
  }, [filters])
  const cursor = useCursor({
    ...{ jobs, count, selected, choosing },
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1),
    onMove: (index) => rows.scrollToIndex(index),
    onEnter: select,
    onEscape: () => select(undefined),
  })
  return { scroller, items, jobs, height: rows.getTotalSize(), ...cursor }
}
