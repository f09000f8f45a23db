/** A hook that manages the visible rows of the job list. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Choosing } from '../../bulk/use-choice.ts'
import type { Filters } from '../../filter/filters.ts'
import { select } from '../use-selection.ts'
import { useAnchor } from './use-anchor.ts'
import { useCursor } from './use-cursor.ts'
import { useFocusBack } from './use-focus-back.ts'
import { useJobs } from './use-jobs.ts'
import { useReveal } from './use-reveal.ts'

/** The height of a row in px; must equal `--row` in row.css. */
const ROW = 46

interface Options {
  readonly filters: Filters
  /** The number of rows. */
  readonly count: number
  readonly selected: string | undefined
  readonly choosing: Choosing | undefined
}

/** Combines virtual scrolling, job loading and the keyboard cursor. */
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
  useReveal({
    ...{ filters, jobs, selected },
    isVisible: (index) => isVisible(scroller.current, index),
    reveal: (index) => rows.scrollToIndex(index, { align: 'center' }),
  })
  const cursor = useCursor({
    ...{ jobs, count, selected, choosing },
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 1),
    onMove: (index) => rows.scrollToIndex(index),
    onEnter: select,
    onEscape: () => select(undefined),
  })
  return { scroller, items, jobs, height: rows.getTotalSize(), ...cursor }
}

/** Whether the whole row is inside the visible part of the list. */
function isVisible(list: HTMLElement | null, index: number): boolean {
  if (!list) return true
  const { scrollTop, clientHeight } = list
  return index * ROW >= scrollTop && (index + 1) * ROW <= scrollTop + clientHeight
}
