/** Counts the jobs that match by type, state, user or the cause of their failure. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { type Criteria, conditionOf } from './criteria.ts'

/** The fields that jobs can be counted by, and their columns. */
export const FACET_COLUMNS = {
  ...{ type: 'type', state: 'state', user: 'user_name', failureCause: 'failure_cause' },
} as const

/** Columns that the counts lack. */
const UNCOUNTED: readonly string[] = [FACET_COLUMNS.failureCause]
export type FacetField = keyof typeof FACET_COLUMNS

export interface FacetCount {
  readonly value: string
  readonly count: number
}

export interface FacetLimits {
  /** Lower counts are left out. */
  readonly minCount: number
  /** Higher counts are left out; absent: no limit. */
  readonly maxCount?: number
  /** Maximum number of counts, highest first; absent: no limit. */
  readonly maxResults?: number
}

/**
 * Counts the matching jobs by value, highest count first; of equal counts, the value of the oldest job comes
 * first. Adds up the rows of `job_count` if they can answer the criteria, and counts the jobs otherwise.
 * Locks nothing.
 */
export async function countFacet(
  em: EntityManager,
  field: FacetField,
  criteria: Criteria,
  { minCount, maxCount, maxResults }: FacetLimits,
): Promise<readonly FacetCount[]> {
  const { sql, values, counted } = conditionOf(criteria)
  const column = FACET_COLUMNS[field]
  const statement = counted && !UNCOUNTED.includes(column) ? fromCounts(column, sql) : fromJobs(column, sql)
  return em.execute<FacetCount[]>(statement, [
    ...values,
    Math.max(minCount, 1),
    maxCount ?? null,
    maxResults ?? null,
  ])
}

function fromJobs(column: string, where: string): string {
  return /* sql */ `
select value, count::integer
from (
  select j.${column} as value, count(*) as count, min(j.id) as first from callsheet.job j ${where} group by j.${column}
) counts
where value is not null and ${WITHIN}
order by count desc, first
limit ?`
}

function fromCounts(column: string, where: string): string {
  return /* sql */ `
select value, count::integer
from (
  select j.${column} as value, sum(j.delta) as count from callsheet.job_count j ${where} group by j.${column}
) counts
where ${WITHIN}
order by count desc, (select min(f.id) from callsheet.job f where f.${column} = value)
limit ?`
}

const WITHIN = 'count >= ? and count <= coalesce(?::bigint, count)'
