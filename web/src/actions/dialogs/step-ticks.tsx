/** Radio buttons that choose one step of a job. */
import { useId } from 'react'
import { nameOf, STATUS_LOOK, type Step } from '../../graph/steps-of.ts'
import { StateLabel } from '../../state/state-label.tsx'

interface Props {
  readonly legend: string
  readonly steps: readonly Step[]
  /** The number of the chosen step; undefined when `first` is chosen. */
  readonly chosen: number | undefined
  readonly onChange: (step: number | undefined) => void
  /** Label of a choice before the steps. Default: no such choice. */
  readonly first?: string
}

/** Lists each step with its current state. */
export function StepTicks({ legend, steps, chosen, onChange, first }: Props) {
  const name = useId()
  return (
    <fieldset className="ticks">
      <legend>{legend}</legend>
      {first !== undefined && (
        <label className="tick">
          <input
            type="radio"
            name={name}
            checked={chosen === undefined}
            onChange={() => onChange(undefined)}
          />
          {first}
        </label>
      )}
      {steps.map((step) => (
        <label key={step.number} className="tick">
          <input
            type="radio"
            name={name}
            checked={chosen === step.number}
            onChange={() => onChange(step.number)}
          />
          <span className="tick-step">
            {step.number} · {nameOf(step)}
          </span>
          <StateLabel look={STATUS_LOOK[step.status]} />
        </label>
      ))}
    </fieldset>
  )
}
