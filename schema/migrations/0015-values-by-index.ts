/** Has searches compare and sort the values of items within indexes (decision 0033). */
import { Migration } from '@mikro-orm/migrations'

export class ValuesByIndex extends Migration {
  override up(): void {
    this.addSql(VALUES)
    this.addSql(FILES)
  }
}

const VALUES = /* sql */ `
drop index callsheet.item_value_field;

alter table callsheet.item_value
  -- What values are compared by; also by byte, so that it can be walked for the start of a value.
  add column key text collate "C" generated always as (lower(left(value, 200))) stored,
  -- Of a number, or the seconds of a time code such as 250@25; null for anything else.
  add column number numeric generated always as (case
    when length(value) > 100 then null
    when value ~ '^-{0,1}\\d+(\\.\\d+){0,1}([eE][-+]{0,1}\\d{1,3}){0,1}$' then value::numeric
    when value ~ '^-{0,1}\\d{1,15}@[1-9]\\d{0,8}(:[1-9]\\d{0,8}){0,1}$' then split_part(value, '@', 1)::numeric
      * coalesce(nullif(split_part(value, ':', 2), ''), '1')::numeric
      / split_part(split_part(value, '@', 2), ':', 1)::numeric
    when value ~ '^-{0,1}\\d{1,15}@(PAL|NTSC|NTSC30)$' then split_part(value, '@', 1)::numeric
      * case when value like '%@NTSC' then 1001 else 1 end
      / case when value like '%@PAL' then 25 when value like '%@NTSC' then 30000 else 30 end
  end) stored,
  -- Tells apart the values that have the same key.
  add column hash bigint generated always as (hashtextextended(value, 0)) stored;

-- For equal values, starts, ends and ranges of texts, to walk a field in order, and for facets.
create index item_value_key on callsheet.item_value (field, key, item_id desc) include (number, hash);
create index item_value_number on callsheet.item_value (field, number, item_id desc) include (hash) where number is not null;
-- The key does not tell all of them.
create index item_value_long on callsheet.item_value (field) where length(key) > 199;`

const FILES = /* sql */ `
-- Files that may be forgotten.
create index file_absent on callsheet.file (coalesce(changed, registered)) where state in ('LOST', 'TO_APPEAR');`
