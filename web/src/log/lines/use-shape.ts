import { type RefObject, useLayoutEffect, useState } from 'react'

/** How lines are laid out at the moment, by which their heights are foretold. */
export interface Shape {
  /** Characters of text in a row. */
  readonly columns: number
  /** What a line has beside the rows of its text, px. */
  readonly around: number
}

/** Heights that are foretold right need not be corrected while somebody scrolls. `width`: of what scrolls, px. */
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
