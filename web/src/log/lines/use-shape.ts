/** A hook that measures the layout of log lines. */
import { type RefObject, useLayoutEffect, useState } from 'react'

/** The current layout of a line, used to estimate heights. */
export interface Shape {
  /** Characters per row of text. */
  readonly columns: number
  /** The height of a line beyond the rows of its text, px. */
  readonly around: number
}

/** Accurate estimates avoid jumps while scrolling. `width`: of the scroll container, px. */
export function useShape(scroller: RefObject<HTMLElement | null>, width: number): Shape {
  const [shape, setShape] = useState<Shape>({ columns: 200, around: 4 })
  useLayoutEffect(() => {
    const line = width > 0 ? scroller.current?.querySelector<HTMLElement>('.log-line') : undefined
    const text = line?.querySelector<HTMLElement>('.log-text')
    const time = line?.querySelector('.log-time')
    if (!line || !text || !time) return
    const character = time.getBoundingClientRect().width / TIME.length
    const columns = Math.max(1, Math.floor(text.clientWidth / character))
    const around = line.offsetHeight - text.offsetHeight
    setShape((before) =>
      before.columns === columns && before.around === around ? before : { columns, around },
    )
  }, [scroller, width])
  return shape
}

const TIME = '00:00:00'
