/** A list of all shape tags, of which any may be chosen. */
import { useShapeTags } from './use-items.ts'

interface Props {
  readonly legend: string
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

export function TagTicks({ legend, chosen, onChange }: Props) {
  const { data: tags = [] } = useShapeTags()
  return (
    <fieldset className="ticks">
      <legend>{legend}</legend>
      {tags.map((tag) => (
        <label key={tag} className="tick">
          <input
            type="checkbox"
            checked={chosen.includes(tag)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, tag] : chosen.filter((one) => one !== tag))
            }
          />
          {tag}
        </label>
      ))}
    </fieldset>
  )
}
