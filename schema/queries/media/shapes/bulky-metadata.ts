/** Reads and writes what analyses found in shapes. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { BulkyMetadataDocument } from '../../../documents/bulky-metadata.ts'
import { execute } from '../../../sql/execute.ts'

export type BulkyField = BulkyMetadataDocument['field'][number]

/** Everything, or what was found of one key; the keys in their order, the finds as they were written. */
export async function readBulky(
  em: EntityManager,
  shape: number,
  key?: string,
): Promise<readonly BulkyField[]> {
  return (await execute<{ readonly field: BulkyField }>(em, READ, [shape, key ?? null])).map(
    ({ field }) => field,
  )
}

const READ = /* sql */ `
select f.value as field
from (select ?::integer as shape, ?::text as key) as a
join callsheet.shape s on s.id = a.shape
cross join lateral jsonb_each(s.bulky) as k (key, value)
cross join lateral jsonb_array_elements(k.value) with ordinality as f (value, at)
where a.key is null or k.key = a.key
order by k.key collate "C", f.at`

/** Replaces what was found of these keys, and of `looked`, which may be nothing; other keys stay. */
export async function writeBulky(
  em: EntityManager,
  shape: number,
  fields: readonly BulkyField[],
  looked: readonly string[] = [],
): Promise<void> {
  const nothing = Object.fromEntries(looked.map((key) => [key, []]))
  const byKey = { ...nothing, ...Object.fromEntries(Map.groupBy(fields, ({ key }) => key)) }
  const write = 'update callsheet.shape set bulky = bulky || ?::jsonb where id = ?'
  await execute(em, write, [JSON.stringify(byKey), shape])
}
