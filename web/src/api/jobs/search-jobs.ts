/** Lists, searches and counts jobs. */
import type { Filters } from '../../filter/filters.ts'
import { SORTS } from '../../filter/sorts.ts'
import { startedFrom } from '../../filter/times.ts'
import { now } from '../../time/clock.ts'
import { callFor } from '../call.ts'
import type { JobPage } from '../wire.ts'

export type FacetField = 'state' | 'type' | 'user' | 'failureCause'

export interface Wanted {
  /** The first job of the page, from 1. */
  readonly first?: number
  /** The maximum number of jobs; 0 for counts only. */
  readonly number: number
  readonly facets?: readonly FacetField[]
  /** Requests ids only, in this order. */
  readonly ids?: 'oldest first' | 'in order of the list'
  readonly signal?: AbortSignal
}

/**
 * Jobs of all users in the order of the filters, with their steps. Uses `GET /job` where it suffices,
 * because it requires one role fewer than `PUT /job/search`.
 */
export function searchJobs(filters: Filters, wanted: Wanted) {
  const { first = 1, number, facets = [], ids, signal } = wanted
  const { q, status, type, user, priority, category, cause, time } = filters
  const facetFilter = user === '' ? [] : [{ field: 'user', value: user }]
  const isList = facetFilter.length === 0 && facets.length === 0
  return callFor<JobPage>({
    ...(isList ? { method: 'GET', path: 'job' } : { method: 'PUT', path: 'job/search' }),
    ...(signal && { signal }),
    query: {
      ...{ user: false, sort: orderOf(filters, ids), first, number },
      ...(ids !== undefined && { idonly: true }),
      ...(ids === undefined && number > 0 && { step: true, reason: true, field: SHOWN_KEYS }),
      text: q === '' ? undefined : q,
      state: joined(status),
      type: joined(type),
      priority: joined(priority),
      category: joined(category),
      failureCause: joined(cause),
      'starttime-from': time && startedFrom(time, now()),
    },
    ...(!isList && { body: { facetFilter, facet: facets.map((field) => ({ field })) } }),
  })
}

/** The metadata keys that a row of the list shows. */
const SHOWN_KEYS = 'sourceUri,destinationUri,tags,errorMessage,runStarted,partialOutput'

function orderOf({ sort }: Filters, ids: Wanted['ids']): string {
  switch (ids) {
    case 'oldest first':
      return SORTS.oldest.by
    case 'in order of the list':
    case undefined:
      return SORTS[sort].by
  }
}

function joined(values: readonly string[]): string | undefined {
  return values.length > 0 ? values.join(',') : undefined
}
