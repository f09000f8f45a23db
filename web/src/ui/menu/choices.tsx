/** The checkboxes of a filter menu. */
import { type ReactNode, useId } from 'react'

/** The number of jobs by value. */
export type Counts = ReadonlyMap<string, number>

export interface Choice<Name extends string> {
  readonly name: Name
  readonly label: ReactNode
}

interface Props<Name extends string> {
  readonly legend: string
  readonly choices: readonly Choice<Name>[]
  readonly chosen: readonly Name[]
  readonly counts: Counts | undefined
  readonly onChange: (chosen: readonly Name[]) => void
  /** At most one can be chosen; choosing it again clears it. */
  readonly one?: boolean
}

/** With the number of matching jobs beside each. */
export function Choices<Name extends string>({ legend, choices, chosen, counts, ...rest }: Props<Name>) {
  const { one = false, onChange } = rest
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {choices.length === 0 && <p className="choices-none">No options yet.</p>}
      {choices.map(({ name, label }) => (
        <OneChoice
          key={name}
          label={label}
          count={counts && (counts.get(name) ?? 0)}
          checked={chosen.includes(name)}
          onChange={(on) =>
            onChange(on ? (one ? [name] : [...chosen, name]) : chosen.filter((other) => other !== name))
          }
        />
      ))}
    </fieldset>
  )
}

interface ChoiceProps {
  readonly label: ReactNode
  readonly count: number | undefined
  readonly checked: boolean
  readonly onChange: (on: boolean) => void
}

function OneChoice({ label, count, checked, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <label className={count === 0 ? 'choice choice-none' : 'choice'} htmlFor={id}>
      <input id={id} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span className="choice-label">{label}</span>
      <span className="choice-count">{count?.toLocaleString()}</span>
    </label>
  )
}
