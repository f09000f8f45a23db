/** Searches items: a page of them, how many there are, and counts by the values of fields. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'
import type { SearchClause } from './condition.ts'
import { type Criterion, itemCondition } from './criteria.ts'
import { LIVE_FIELDS } from './live-fields.ts'
import { isIn, type SortKey, sortedPage } from './sorted.ts'

export interface ItemSearch {
  readonly criterion: Criterion
  readonly sort: readonly SortKey[]
  readonly facets: readonly FacetWanted[]
  readonly offset: number
  readonly limit: number
  /** Only items older than this one: the newest first. Not with `sort`. */
  readonly before?: number
  /** Whether to count all that match. */
  readonly count: boolean
}

export interface FacetWanted {
  readonly field: string
  readonly minCount: number
  readonly maxResults: number
}

export interface ItemsFound {
  /** Undefined if they were not to be counted. */
  readonly hits?: number
  readonly ids: readonly number[]
  /** In the order of the search; the highest counts first. */
  readonly facets: readonly (readonly { readonly fieldValue: string; readonly value: number }[])[]
}

/**
 * One statement: it finds the items that match, then the page, the count and the facets among them. Locks
 * nothing. Indexes: `item_value_key` and `item_value_number` for the values of a field, `item_value_words`
 * for a word, `shape_tags` for a shape tag; without criteria, those of the page.
 */
export async function searchItems(em: EntityManager, search: ItemSearch): Promise<ItemsFound> {
  const { criterion, facets, count } = search
  const condition = itemCondition(criterion)
  const matching = condition.ids
    ? `select distinct s.item_id as id from (${condition.ids}) as s`
    : `select i.id from callsheet.item i where ${condition.sql}`
  const among = condition.sql === 'true' ? undefined : 'matching'
  const page = pageOf(search, among)
  const counts = facets.map((facet) => facetCounts(facet, among))
  const sql = `
with matching as materialized (${matching})
select ${count ? `(select count(*)::integer from ${among ?? 'callsheet.item'})` : 'null::integer'} as hits,
  array(${page.sql}) as ids,
  jsonb_build_array(${counts.map(({ sql }) => sql).join(',\n')}) as facets`
  const [found] = await execute<Omit<ItemsFound, 'hits'> & { readonly hits: number | null }>(em, sql, [
    ...[...condition.values, ...page.values],
    ...counts.flatMap(({ values }) => values),
  ])
  const { hits = null, ids = [], facets: counted = [] } = found ?? {}
  return { ids, facets: counted, ...(hits !== null && { hits }) }
}

/** Without `sort`, the newest first. */
function pageOf({ sort, offset, limit, before }: ItemSearch, among: string | undefined): SearchClause {
  if (sort.length > 0) return sortedPage({ sort, offset, limit, ...(among !== undefined && { among }) })
  const from = `select i.id from ${among ?? 'callsheet.item'} i`
  if (before === undefined)
    return { sql: `${from} order by i.id desc limit ? offset ?`, values: [limit, offset] }
  return { sql: `${from} where i.id < ? order by i.id desc limit ?`, values: [before, limit] }
}

/** Counts the values of a field by their hashes, from `item_value_key` alone, and then reads one of each. */
function facetCounts({ field, minCount, maxResults }: FacetWanted, among: string | undefined): SearchClause {
  const live = Object.hasOwn(LIVE_FIELDS, field) ? LIVE_FIELDS[field] : undefined
  if (live !== undefined) return liveFacetCounts(live, { minCount, maxResults }, among)
  const isAmong = among === undefined ? '' : `and ${isIn(among)}`
  return {
    sql: `(
  select coalesce(jsonb_agg(jsonb_build_object('fieldValue', w.value, 'value', n.count) order by n.count desc, w.value), '[]')
  from (
    select v.key, v.hash, count(*) as count from callsheet.item_value v where v.field = ? ${isAmong}
    group by v.key, v.hash having count(*) >= ? order by 3 desc, 1 limit ?
  ) as n, lateral (
    select v.value from callsheet.item_value v where v.field = ? and v.key = n.key and v.hash = n.hash limit 1
  ) as w)`,
    values: [field, minCount, maxResults, field],
  }
}

function liveFacetCounts(
  live: string,
  { minCount, maxResults }: Omit<FacetWanted, 'field'>,
  among: string | undefined,
): SearchClause {
  return {
    sql: `(
  select coalesce(jsonb_agg(jsonb_build_object('fieldValue', n.value, 'value', n.count) order by n.count desc, n.value), '[]')
  from (
    select v.value, count(distinct i.id) as count
    from callsheet.item i ${among === undefined ? '' : `join ${among} m on m.id = i.id`}, lateral (${live}) as v (value)
    group by v.value having count(distinct i.id) >= ? order by 2 desc, 1 limit ?
  ) as n)`,
    values: [minCount, maxResults],
  }
}
