/** Searches items: a page of them, how many there are, and counts by the values of fields. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'
import { type Criterion, itemCondition, NUMERIC_VALUE } from './criteria.ts'
import { LIVE_FIELDS } from './live-fields.ts'

export interface ItemSearch {
  readonly criterion: Criterion
  readonly sort: readonly { readonly field: string; readonly isDescending: boolean }[]
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
 * nothing. Indexes: `item_value_field` for a value of a field, `item_value_words` for a word,
 * `item_value_item`
 * for sorting and facets, `shape_tags` for a shape tag; without criteria it reads all items.
 */
export async function searchItems(em: EntityManager, search: ItemSearch): Promise<ItemsFound> {
  const { criterion, sort, facets, offset, limit, before, count } = search
  const condition = itemCondition(criterion)
  const order = sort.map(({ field, isDescending }) => sortKeys(field, isDescending))
  const counts = facets.map(facetCounts)
  const sql = `
with matching as materialized (select i.id, i.created, i.user_name, i.modified from callsheet.item i where ${condition.sql})
select ${count ? '(select count(*)::integer from matching)' : 'null::integer'} as hits,
  array(
    select i.id from matching i ${before === undefined ? '' : 'where i.id < ?'}
    order by ${[...order.map(({ sql }) => sql), 'i.id desc'].join(', ')}
    limit ? offset ?) as ids,
  jsonb_build_array(${counts.map(({ sql }) => sql).join(',\n')}) as facets`
  const [found] = await execute<Omit<ItemsFound, 'hits'> & { readonly hits: number | null }>(em, sql, [
    ...condition.values,
    ...(before === undefined ? [] : [before]),
    ...order.flatMap(({ values }) => values),
    ...[limit, offset],
    ...counts.flatMap(({ values }) => values),
  ])
  const { hits = null, ids = [], facets: counted = [] } = found ?? {}
  return { ids, facets: counted, ...(hits !== null && { hits }) }
}

interface Clause {
  readonly sql: string
  readonly values: readonly unknown[]
}

/** Numbers by their size, before and apart from texts; items without the field come last. */
function sortKeys(field: string, isDescending: boolean): Clause {
  const direction = `${isDescending ? 'desc' : 'asc'} nulls last`
  if (field === 'itemId') return { sql: `i.id ${direction}`, values: [] }
  if (field === 'created') return { sql: `i.created ${direction}`, values: [] }
  const { sql: from, values } = valuesOfField(field)
  const key = (value: string) =>
    `(select ${isDescending ? 'max' : 'min'}(${value}) from ${from}) ${direction}`
  return { sql: `${key(NUMERIC_VALUE)}, ${key('lower(left(v.value, 200))')}`, values: [...values, ...values] }
}

/** The values that the item `i` has for a field, as `v.value`. */
function valuesOfField(field: string): Clause {
  const live = Object.hasOwn(LIVE_FIELDS, field) ? LIVE_FIELDS[field] : undefined
  if (live !== undefined) return { sql: `(${live}) as v (value)`, values: [] }
  const stored =
    '(select w.value from callsheet.item_value w where w.item_id = i.id and w.field = ?) as v (value)'
  return { sql: stored, values: [field] }
}

function facetCounts({ field, minCount, maxResults }: FacetWanted): Clause {
  const { sql: from, values } = valuesOfField(field)
  return {
    sql: `(
  select coalesce(jsonb_agg(jsonb_build_object('fieldValue', n.value, 'value', n.count) order by n.count desc, n.value), '[]')
  from (
    select v.value, count(distinct i.id) as count from matching i, lateral ${from}
    group by v.value having count(distinct i.id) >= ? order by 2 desc, 1 limit ?
  ) as n)`,
    values: [...values, minCount, maxResults],
  }
}
