import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FacetField, searchJobs } from '../api/jobs/search-jobs.ts'
import { LIVE } from '../live/use-live.ts'
import type { Filters } from './filters.ts'

/** How many jobs have each value. */
export type Counts = ReadonlyMap<string, number>

/** What each choice would find beside the other filters: the filter itself is left out. `field` is the API's, `without` ours. */
export function useFacet(field: FacetField, filters: Filters, without: Partial<Filters>): Counts | undefined {
  const others = { ...filters, ...without }
  const { data } = useQuery({
    queryKey: [LIVE, 'facet', field, others],
    queryFn: ({ signal }) => searchJobs(others, { number: 0, facets: [field], signal }),
    placeholderData: keepPreviousData,
  })
  return data && new Map(data.facet?.[0]?.count.map(({ fieldValue, value }) => [fieldValue, value]))
}

/** The same for what the API cannot count by itself: one search for each choice. */
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
