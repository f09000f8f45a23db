import type { EntityManager } from '@mikro-orm/postgresql'
import { type Criteria, conditionOf } from './criteria.ts'

/** What jobs can be counted by, and the column it means. */
export const FACET_COLUMNS = { type: 'type', state: 'state', user: 'user_name' } as const
export type FacetField = keyof typeof FACET_COLUMNS

export interface FacetCount {
  readonly value: string
  readonly count: number
}

export interface FacetLimits {
  /** Counts below are left out. */
  readonly minCount: number
  /** Counts above are left out; absent: none is. */
  readonly maxCount?: number
  /** At most so many, the greatest first; absent: all. */
  readonly maxResults?: number
}

/**
 * How many of the jobs that match have each value, the most frequent first, and of equals the one whose first job is older.
 * Added up from the kept counts where they can tell, and counted where they cannot. Locks nothing.
 */
export async function countFacet(
  em: EntityManager,
  field: FacetField,
  criteria: Criteria,
  { minCount, maxCount, maxResults }: FacetLimits,
): Promise<readonly FacetCount[]> {
  const { sql, values, counted } = conditionOf(criteria)
  const column = FACET_COLUMNS[field]
  const statement = counted ? fromCounts(column, sql) : fromJobs(column, sql)
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
where ${WITHIN}
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
