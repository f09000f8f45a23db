import { useMemo } from 'react'
import { setSearchParams, useSearchParams } from '../url/search-params.ts'
import { type Filters, NO_FILTERS, readFilters, writeFilters } from './filters.ts'

/** The filters of the URL; the same object until they change. */
export function useFilters(): Filters {
  const search = String(useSearchParams())
  const key = JSON.stringify(readFilters(new URLSearchParams(search)))
  return useMemo(() => JSON.parse(key) as Filters, [key])
}

/** Changes some filters. A job that was selected may not be among those that are left, so the selection goes. */
export function changeFilters(filters: Filters, changes: Partial<Filters>): void {
  setSearchParams({ ...writeFilters({ ...filters, ...changes }), job: undefined })
}

export function clearFilters(): void {
  setSearchParams({ ...writeFilters(NO_FILTERS), job: undefined })
}
