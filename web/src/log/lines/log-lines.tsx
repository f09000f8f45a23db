/** The scrollable lines of the job log. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useRef } from 'react'
import type { LogLine } from '../../live/message.ts'
import { LogLineContent } from './log-line.tsx'
import { useFollowing } from './use-following.ts'
import { type Shape, useShape } from './use-shape.ts'

interface Props {
  readonly lines: readonly LogLine[]
  /** `Log of VX-12`. */
  readonly name: string
  /** Whether the newest line is kept in view. */
  readonly following: boolean
  readonly onFollowing: (following: boolean) => void
}

/** Renders only the lines on the screen. A line is as high as its wrapped text. */
export function LogLines({ lines, name, following, onFollowing }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const shape = useRef<Shape>({ columns: 200, around: 4 })
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimatedHeight(lines[index], shape.current),
    getItemKey: useCallback((index: number) => keyOf(lines[index], index), [lines]),
    overscan: 8,
  })
  const measured = useShape(scroller, rows.scrollRect?.width ?? 0)
  useLayoutEffect(() => {
    shape.current = measured
    rows.measure()
  }, [measured, rows])
  const height = rows.getTotalSize()
  const onScroll = useFollowing(scroller, { following, onFollowing, height })
  return (
    <div
      ref={scroller}
      className="log-lines"
      role="log"
      aria-live="off"
      aria-label={name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: must be scrollable by keyboard
      tabIndex={0}
      onScroll={onScroll}
    >
      <div className="log-all" style={{ height }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const line = lines[index]
          return (
            line && (
              <div
                key={key}
                ref={rows.measureElement}
                data-index={index}
                className={`log-line log-${line.level}`}
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogLineContent line={line} />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

function keyOf(line: LogLine | undefined, index: number): string | number {
  return line ? `${line.task}/${line.number}` : index
}

/** px. */
function estimatedHeight(line: LogLine | undefined, { columns, around }: Shape): number {
  return around + ROW * Math.max(1, Math.ceil((line?.text.length ?? 0) / columns))
}

/** The height of a row of text in px; must match log.css. */
const ROW = 20
