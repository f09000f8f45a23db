/** Radio buttons that choose one step of a job. */
import { useId } from 'react'
import type { StepState } from '../../../../schema/states.ts'
import type { Step } from '../../api/list-steps.ts'
import type { Job } from '../../api/wire.ts'
import { STEP_LOOK } from '../../state/look.ts'
import { StateLabel } from '../../state/state-label.tsx'

interface Props {
  readonly legend: string
  readonly job: Pick<Job, 'log'>
  readonly steps: readonly Step[]
  /** The number of the chosen step; undefined when `first` is chosen. */
  readonly chosen: number | undefined
  readonly onChange: (step: number | undefined) => void
  /** Label of a choice before the steps. Default: no such choice. */
  readonly first?: string
  readonly disabled?: (step: number) => boolean
}

/** Lists each step with its current state. */
export function StepTicks({ legend, job, steps, chosen, onChange, first, disabled }: Props) {
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

/** The state of the latest attempt of a step; undefined if there is none. Pure. */
export function stateOfStep({ log }: Pick<Job, 'log'>, number: number): StepState | undefined {
  return log?.task.findLast(({ step }) => step === number)?.status
}
