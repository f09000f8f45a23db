/** The menu that orders the job list. */
import { Choices } from '../ui/menu/choices.tsx'
import { Menu } from '../ui/menu/menu.tsx'
import type { Filters } from './filters.ts'
import { SORTS, type Sort } from './sorts.ts'
import { changeSort } from './use-filters.ts'

const ALL_SORTS = Object.keys(SORTS) as readonly Sort[]

export function SortMenu({ filters: { sort } }: { readonly filters: Filters }) {
  return (
    <Menu name="Sort" chosen={SORTS[sort].word} quiet>
      {(close) => (
        <Choices
          one
          legend="Sort jobs"
          choices={ALL_SORTS.map((name) => ({ name, label: SORTS[name].word }))}
          chosen={[sort]}
          counts={undefined}
          onChange={([chosen = 'newest']) => {
            changeSort(chosen)
            close()
          }}
        />
      )}
    </Menu>
  )
}
