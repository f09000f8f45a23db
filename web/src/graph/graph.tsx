/** A step graph: boxes for the steps and lines for their dependencies. */
import type { KeyboardEvent } from 'react'
import type { Runs } from '../history/runs.ts'
import type { Drawing, Form } from './layout/drawing.ts'
import { StepBox } from './step-box.tsx'
import type { Step } from './steps-of.ts'

interface Props {
  readonly steps: readonly Step[]
  readonly form: Form
  readonly drawing: Drawing
  readonly shown: Step | undefined
  readonly runs: Runs
  /** The prefix of element ids. */
  readonly id: string
  readonly choose: (number: number) => void
  readonly onKey: (event: KeyboardEvent, from: number) => void
}

/**
 * Boxes are tabs. The lines are hidden from screen readers, because the step panel names the dependencies.
 */
export function Graph({ steps, form, drawing, shown, runs, id, choose, onKey }: Props) {
  const { width, height, boxes, lines } = drawing
  return (
    <div className="graph" role="presentation" style={{ width, height }}>
      <svg className="graph-lines" width={width} height={height} aria-hidden="true" focusable="false">
        {lines.map(({ from, to, kind, d, tip }) => (
          <g
            key={`${from} ${to}`}
            className={shown?.number === from || shown?.number === to ? 'line-near' : ''}
          >
            <path className={`line line-${kind}`} d={d} />
            <path className="line-tip" d={tip} />
          </g>
        ))}
      </svg>
      {boxes.map(({ number, x, y }) => {
        const step = steps.find((one) => one.number === number)
        const place = { left: x, top: y, width: form.width, height: form.height }
        return (
          step && (
            <StepBox
              key={number}
              {...{ step, runs, place, id, chosen: step === shown }}
              onChoose={() => choose(number)}
              onKeyDown={(event) => onKey(event, number)}
            />
          )
        )
      })}
    </div>
  )
}
