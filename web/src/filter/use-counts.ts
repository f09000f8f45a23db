/** Hooks that count the matching jobs for each choice of a filter menu. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FacetField, searchJobs } from '../api/jobs/search-jobs.ts'
import { LIVE } from '../live/use-live.ts'
import type { Counts } from '../ui/menu/choices.tsx'
import type { Filters } from './filters.ts'

/**
 * The number of jobs that each choice would match together with the other filters. `field`: the API’s facet.
 * `without`: clears the filter itself. Empty if the user may not search.
 */
export function useFacet(field: FacetField, filters: Filters, without: Partial<Filters>): Counts | undefined {
  const others = { ...filters, ...without }
  const { data, isError } = useQuery({
    queryKey: [LIVE, 'facet', field, others],
    queryFn: ({ signal }) => searchJobs(others, { number: 0, facets: [field], signal }),
    placeholderData: keepPreviousData,
  })
  if (isError && data === undefined) return NO_COUNTS
  return data && new Map(data.facet?.[0]?.count.map(({ fieldValue, value }) => [fieldValue, value]))
}

/** The same for values without a facet in the API: one search for each choice. */
export function useHits<Name extends string>(
  choices: Readonly<Record<Name, Partial<Filters>>>,
  filters: Filters,
): Counts | undefined {
  const { data } = useQuery({
    queryKey: [LIVE, 'hits', choices, filters],
    queryFn: ({ signal }) =>
      Promise.all(
        Object.entries<Partial<Filters>>(choices).map(async ([name, change]) => {
          const { hits = 0 } = await searchJobs({ ...filters, ...change }, { number: 0, signal })
          return [name, hits] as const
        }),
      ),
    placeholderData: keepPreviousData,
  })
  return data && new Map(data)
}

const NO_COUNTS: Counts = new Map()
