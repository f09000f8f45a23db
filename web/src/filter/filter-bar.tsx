/** The bar with the search box, the filter menus and the number of matching jobs. */
import { Button } from '../ui/button.tsx'
import { FilterMenus } from './filter-menus.tsx'
import { type Filters, isFiltering } from './filters.ts'
import { SearchBox } from './search-box.tsx'
import { clearFilters } from './use-filters.ts'
import './filter.css'

/** `hits`: how many jobs match; undefined while loading. */
export function FilterBar({
  filters,
  hits,
}: {
  readonly filters: Filters
  readonly hits: number | undefined
}) {
  const on = isFiltering(filters)
  return (
    <search className="filter-bar">
      <SearchBox filters={filters} />
      <FilterMenus filters={filters} />
      {on && <span className="filter-badge">Filters active</span>}
      {on && (
        <Button look="quiet" onClick={clearFilters}>
          Clear all
        </Button>
      )}
      <span className="filter-hits" role="status">
        {hits !== undefined && `${hits.toLocaleString()} ${hits === 1 ? 'job' : 'jobs'}`}
      </span>
    </search>
  )
}
