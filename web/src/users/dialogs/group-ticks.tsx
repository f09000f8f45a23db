/** A list of all groups and roles, of which any may be chosen. */
import { useGroupNames } from '../use-users.ts'

interface Props {
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** Also lists the chosen ones that the server does not know, such as roles of Vidispine. */
export function GroupTicks({ chosen, onChange }: Props) {
  const { data: known = [] } = useGroupNames()
  const names = [...new Set([...known, ...chosen])]
  return (
    <fieldset className="ticks">
      <legend>Groups and roles</legend>
      {names.map((name) => (
        <label key={name} className="tick">
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
            }
          />
          {name}
        </label>
      ))}
    </fieldset>
  )
}
