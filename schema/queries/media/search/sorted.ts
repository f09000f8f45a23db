/** The order of found items: by values of fields, and then the newest first. */
import type { SearchClause } from './condition.ts'
import { LIVE_FIELDS } from './live-fields.ts'
import { keyed } from './values.ts'

export interface SortKey {
  readonly field: string
  readonly isDescending: boolean
}

export interface SortedPage {
  readonly sort: readonly SortKey[]
  readonly offset: number
  readonly limit: number
  /** A table with the ids of the items to sort; undefined: all items. */
  readonly among?: string
}

/**
 * A select of a page of ids. Numbers come first, by their size, then texts; items without the field come
 * last. Of several values of an item, the one that comes first counts.
 */
export function sortedPage(page: SortedPage): SearchClause {
  const [key] = page.sort
  const isWalk = page.sort.length === 1 && page.offset + page.limit <= MOST_WALKED
  return key && isWalk && !isOfItem(key.field) ? walked(key, page) : sorted(page)
}

/** Each item on the way is looked at by itself; beyond so many it is faster to sort all. */
const MOST_WALKED = 3_000

function isOfItem(field: string): boolean {
  return field === 'itemId' || field === 'created' || Object.hasOwn(LIVE_FIELDS, field)
}

/**
 * Walks the numbers of the field, then its texts, then the items without it, until the page is full. Indexes:
 * `item_value_number`, `item_value_key`, and `item_value_item` for other values of the same item.
 */
function walked({ field, isDescending }: SortKey, { offset, limit, among }: SortedPage): SearchClause {
  const [direction, before] = isDescending ? ['desc', '>'] : ['asc', '<']
  const isAmong = among === undefined ? '' : `and ${isIn(among)}`
  const most = offset + limit
  return {
    sql: `with numbers as materialized (
  select v.item_id as id, v.number from callsheet.item_value v
  where v.field = ? and v.number is not null ${isAmong} and not exists (
    ${OTHER} (w.number ${before} v.number or (w.number = v.number and w.hash < v.hash)))
  order by v.number ${direction}, v.item_id desc limit ?
), texts as materialized (
  select v.item_id as id, v.key from callsheet.item_value v
  where v.field = ? and v.number is null ${isAmong} and (select count(*) from numbers) < ? and not exists (
    ${OTHER} (w.number is not null or w.key ${before} v.key or (w.key = v.key and w.hash < v.hash)))
  order by v.key ${direction}, v.item_id desc limit ?
), without as materialized (
  select i.id from ${among ?? 'callsheet.item'} i
  where (select count(*) from numbers) + (select count(*) from texts) < ?
    and not exists (select from callsheet.item_value w where w.item_id = i.id and w.field = ?)
  order by i.id desc limit ?
)
select id from (
  select 1 as part, id, number, null as key from numbers
  union all select 2, id, null, key from texts
  union all select 3, id, null, null from without
) as s
order by part, number ${direction}, key ${direction}, id desc limit ? offset ?`,
    values: [field, most, field, most, most, most, field, most, limit, offset],
  }
}

/**
 * Whether the item of a value is in a table of ids: as an expression, which is looked up in a hash. A join
 * would be planned by a guess of how many ids there are.
 */
export function isIn(among: string): string {
  return `coalesce(v.item_id in (select id from ${among}), false)`
}

const OTHER = 'select from callsheet.item_value w where w.item_id = v.item_id and w.field = v.field and'

/** Reads all values of the fields, from `item_value_key` alone, and sorts all items. */
function sorted({ sort, offset, limit, among }: SortedPage): SearchClause {
  const keys = sort.map((key) => orderBy(key, among))
  const order = [...keys.map((key, at) => key.order(`k${at}`)), 'i.id desc']
  return {
    sql: `select i.id from callsheet.item i
${among === undefined ? '' : `join ${among} m on m.id = i.id`}
${keys.map(({ from }, at) => (from === undefined ? '' : `left join ${from} k${at} on k${at}.id = i.id`)).join('\n')}
order by ${order.join(', ')} limit ? offset ?`,
    values: [...keys.flatMap(({ values }) => values), limit, offset],
  }
}

interface Key {
  /** A select of the numbers and texts of items, by `id`; undefined: the item has it itself. */
  readonly from?: string
  readonly values: readonly unknown[]
  readonly order: (alias: string) => string
}

function orderBy({ field, isDescending }: SortKey, among: string | undefined): Key {
  const direction = isDescending ? 'desc' : 'asc'
  if (field === 'itemId') return { values: [], order: () => `i.id ${direction}` }
  if (field === 'created') return { values: [], order: () => `i.created ${direction}` }
  const live = Object.hasOwn(LIVE_FIELDS, field) ? LIVE_FIELDS[field] : undefined
  const isAmong = among === undefined ? '' : `and ${isIn(among)}`
  const first = isDescending ? 'max' : 'min'
  const keys = `${first}(v.number) as number, case when ${first}(v.number) is null then ${first}(v.key) end as key`
  return {
    from:
      live === undefined
        ? `(select v.item_id as id, ${keys} from callsheet.item_value v where v.field = ? ${isAmong} group by v.item_id)`
        : `(select i.id, ${keys} from callsheet.item i, lateral (${keyed(live)}) as v group by i.id)`,
    values: live === undefined ? [field] : [],
    order: (alias) => `${alias}.number ${direction} nulls last, ${alias}.key ${direction} nulls last`,
  }
}
