/** Reads and changes the filters in the URL. */
import { useMemo } from 'react'
import { setSearchParams, useSearchParams } from '../url/search-params.ts'
import { type Filters, NO_FILTERS, readFilters, writeFilters, writeSort } from './filters.ts'
import type { Sort } from './sorts.ts'

/** Returns the same object until the filters change. */
export function useFilters(): Filters {
  const search = String(useSearchParams())
  const key = JSON.stringify(readFilters(new URLSearchParams(search)))
  return useMemo(() => JSON.parse(key) as Filters, [key])
}

/** Also closes the selected job, which may no longer match. */
export function changeFilters(filters: Filters, changes: Partial<Filters>): void {
  setSearchParams({ ...writeFilters({ ...filters, ...changes }), job: undefined })
}

/** Keeps the selected job, which no order excludes. */
export function changeSort(sort: Sort): void {
  setSearchParams({ sort: writeSort(sort) })
}

/** Keeps the order. */
export function clearFilters(): void {
  setSearchParams({ ...writeFilters(NO_FILTERS), job: undefined })
}
