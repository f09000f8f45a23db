/** Fills a registry with items, as imports leave them, and a handwritten table with the same values. */
import type { Client } from 'pg'
import { indexItemsAfter } from '../../schema/queries/media/items/index-items.ts'
import type { Database } from '../../schema/sql/database.ts'

/** Each has a dozen values: what its essence tells, a title, a note, a kind, a date and a rating. */
export async function fillItems(database: Database, count: number): Promise<void> {
  const em = database.em.fork()
  await em.execute(FILL, [count])
  let last: number | undefined = 0
  while (last !== undefined) last = await indexItemsAfter(em, last, BATCH)
  await em.execute('vacuum (analyze) callsheet.item')
  await em.execute('vacuum (analyze) callsheet.item_value')
}

/**
 * One column for each field, and an index for each column: what one writes who knows the fields beforehand.
 */
export async function fillTable(client: Client): Promise<void> {
  for (const statement of TABLE.split(';')) await client.query(statement)
}

const VALUE = (name: string) =>
  `(select v.value from callsheet.item_value v where v.item_id = i.id and v.field = '${name}')`

const TABLE = /* sql */ `
create table by_hand as
select i.id, ${VALUE('title')} as title, ${VALUE('note')} as note, ${VALUE('kind')} as kind,
  ${VALUE('recorded')}::timestamptz as recorded, ${VALUE('rating')}::integer as rating, ${VALUE('mediaType')} as media,
  ${VALUE('durationSeconds')}::numeric as duration, ${VALUE('originalFilename')} as filename, i.created, i.user_name
from callsheet.item i;
alter table by_hand add column words tsvector generated always as (to_tsvector('simple', title || ' ' || note)) stored;
alter table by_hand add primary key (id);
create index on by_hand (lower(title) text_pattern_ops, id desc);
create index on by_hand (kind);
create index on by_hand (lower(kind));
create index on by_hand (recorded);
create index on by_hand (rating);
create index on by_hand (media);
create index on by_hand (duration);
create index on by_hand (lower(filename));
create index on by_hand (created);
create index on by_hand (user_name);
create index on by_hand using gin (words);
vacuum (analyze) by_hand`

const BATCH = 2_000

/** Each part is stamped with the change that it came with. */
const FIELDS = `(select jsonb_agg(jsonb_build_object('name', name, 'change', 'VX-' || n,
    'value', jsonb_build_array(jsonb_build_object('value', value, 'change', 'VX-' || n, 'user', 'admin', 'uuid', md5(name || n)))))
  from (values
    ('title', (array['River','Mountain','Harbour','Forest','Street','Market','Station'])[1 + n % 7] || ' '
      || substr(md5(n::text), 1, 6) || ' take ' || n % 100),
    ('note', md5('a' || n) || ' ' || md5('b' || n) || ' seen by ' || n % 300),
    ('kind', (array['news','sport','film','advert'])[1 + n % 4]),
    ('recorded', to_char(timestamp '2015-01-01' + n * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
    ('rating', (n * 7 % 11)::text)) as f (name, value))`

const FILL = /* sql */ `
insert into callsheet.item (user_name, created, metadata, facts)
select 'user' || n % 50, now() - n * interval '37 s',
  jsonb_build_array(jsonb_build_object('start', '-INF', 'end', '+INF', 'group', '[]'::jsonb, 'field', ${FIELDS})),
  jsonb_build_object('mediaType', (array['video','audio','image'])[1 + n % 3], 'mimeType', jsonb_build_array('video/mp4'),
    'durationSeconds', round((n * 7919 % 360000) / 100.0, 2)::text,
    'durationTimeCode', round((n * 7919 % 360000) / 4.0) || '@25', 'originalFilename', 'clip' || n || '.mov')
from generate_series(1, ?) as n`
