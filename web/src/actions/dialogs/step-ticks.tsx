import { useId } from 'react'
import type { StepState } from '../../../../schema/states.ts'
import type { Step } from '../../api/list-steps.ts'
import type { Job } from '../../api/wire.ts'
import { STEP_LOOK } from '../../state/look.ts'
import { StateLabel } from '../../state/state-label.tsx'

interface Given {
  readonly legend: string
  readonly job: Pick<Job, 'log'>
  readonly steps: readonly Step[]
  /** The number of a step; undefined: `first`. */
  readonly chosen: number | undefined
  readonly onChange: (step: number | undefined) => void
  /** A choice in front of the steps. */
  readonly first?: string
  readonly disabled?: (step: number) => boolean
}

/** One of the steps of a job, with the state that each is in. */
export function StepTicks({ legend, job, steps, chosen, onChange, first, disabled }: Given) {
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
      {steps.map(({ number, description }) => {
        const state = stateOfStep(job, number)
        return (
          <label key={number} className="tick">
            <input
              type="radio"
              name={name}
              disabled={disabled?.(number) ?? false}
              checked={chosen === number}
              onChange={() => onChange(number)}
            />
            <span className="tick-step">
              {number} · {description}
            </span>
            {state !== undefined && <StateLabel look={STEP_LOOK[state]} />}
          </label>
        )
      })}
    </fieldset>
  )
}

/** Of its latest attempt; undefined when there was none. Pure. */
export function stateOfStep({ log }: Pick<Job, 'log'>, number: number): StepState | undefined {
  return log?.task.findLast(({ step }) => step === number)?.status
}
