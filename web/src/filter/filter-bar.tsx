/** The bar with the search box, the filter menus, the order and the number of matching jobs. */
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { FilterMenus } from './filter-menus.tsx'
import { type Filters, isFiltering } from './filters.ts'
import { SearchBox } from './search-box.tsx'
import { SortMenu } from './sort-menu.tsx'
import { clearFilters } from './use-filters.ts'
import './filter.css'

/** `hits`: how many jobs match; undefined while loading. On a phone, a button shows the menus. */
export function FilterBar({
  filters,
  hits,
}: {
  readonly filters: Filters
  readonly hits: number | undefined
}) {
  const on = isFiltering(filters)
  const [open, setOpen] = useState(false)
  return (
    <search className={open ? 'filter-bar filter-open' : 'filter-bar'}>
      <SearchBox filters={filters} />
      <span className="filter-toggle">
        <Button icon="filter" aria-expanded={open} onClick={() => setOpen(!open)}>
          Filters
        </Button>
      </span>
      <div className="filter-menus">
        <FilterMenus filters={filters} />
        <SortMenu filters={filters} />
      </div>
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
