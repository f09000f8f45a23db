/** Lists, searches and counts jobs. */
import type { Filters } from '../../filter/filters.ts'
import { startedFrom } from '../../filter/times.ts'
import { now } from '../../time/clock.ts'
import { callFor } from '../call.ts'
import type { JobPage } from '../wire.ts'

export type FacetField = 'state' | 'type' | 'user'

export interface Wanted {
  /** The first job of the page, from 1. */
  readonly first?: number
  /** The maximum number of jobs; 0 for counts only. */
  readonly number: number
  readonly facets?: readonly FacetField[]
  /** Requests ids only, in this order. */
  readonly ids?: 'oldest first' | 'newest first'
  readonly signal?: AbortSignal
}

/**
 * Jobs of all users, newest first, with their steps. Uses `GET /job` where it suffices, because it requires
 * one role fewer than `PUT /job/search`.
 */
export function searchJobs(filters: Filters, { first = 1, number, facets = [], ids, signal }: Wanted) {
  const { q, status, type, user, priority, time } = filters
  const facetFilter = user === '' ? [] : [{ field: 'user', value: user }]
  const isList = facetFilter.length === 0 && facets.length === 0
  return callFor<JobPage>({
    ...(isList ? { method: 'GET', path: 'job' } : { method: 'PUT', path: 'job/search' }),
    ...(signal && { signal }),
    query: {
      ...{ user: false, sort: ids === 'oldest first' ? 'jobId asc' : 'jobId desc', first, number },
      ...(ids === undefined ? { step: number > 0 } : { idonly: true }),
      text: q === '' ? undefined : q,
      state: joined(status),
      type: joined(type),
      priority: joined(priority),
      'starttime-from': time && startedFrom(time, now()),
    },
    ...(!isList && { body: { facetFilter, facet: facets.map((field) => ({ field })) } }),
  })
}

function joined(values: readonly string[]): string | undefined {
  return values.length > 0 ? values.join(',') : undefined
}
