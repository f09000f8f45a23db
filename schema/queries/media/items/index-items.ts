/** Writes again what searches find items by, for many items at once. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../../sql/execute.ts'

/**
 * Of the next items after one, at most so many. Returns the last of them; undefined if there are no more.
 * Gives
 * the same rows as `searchable` gives for one item. Locks the items.
 */
export async function indexItemsAfter(
  em: EntityManager,
  after: number,
  most: number,
): Promise<number | undefined> {
  const [row] = await execute<{ readonly last: number | null }>(em, INDEX, [after, most])
  return row?.last ?? undefined
}

const INDEX = /* sql */ `
with batch as (
  select * from callsheet.item where id > ? order by id limit ? for update
), gone as (
  delete from callsheet.item_value where item_id in (select id from batch)
), written as (
  select b.id, f ->> 'name' as field, v ->> 'value' as value
  from batch b, jsonb_path_query(b.metadata, 'strict $.**.field[*]') as f, jsonb_array_elements(f -> 'value') as v
), generated as (
  select b.id, g.field, g.value
  from batch b, lateral (
    select 'itemId' as field, 'VX-' || b.id as value
    union all select 'created', to_char(b.created at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    union all select 'user', b.user_name
    union all select 'mediaType', 'none' where not jsonb_exists(b.facts, 'mediaType')
    union all
    select f.key, v.value
    from jsonb_each(b.facts) as f,
      jsonb_array_elements_text(case jsonb_typeof(f.value) when 'array' then f.value else jsonb_build_array(f.value) end) as v (value)
  ) as g
), added as (
  insert into callsheet.item_value (item_id, field, value)
  select distinct id, field, value from written
  union
  select g.id, g.field, g.value from generated g
  where not exists (select from written w where w.id = g.id and w.field = g.field)
)
select max(id) as last from batch`
