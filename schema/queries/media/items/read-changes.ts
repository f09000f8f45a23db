/** Reads the changes of the metadata of an item. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { MetadataDocument } from '../../../documents/metadata.ts'
import { execute } from '../../../sql/execute.ts'

export interface MetadataChange {
  readonly id: number
  readonly user: string
  readonly at: Date
  readonly document: MetadataDocument
}

/** The oldest first; `until`: up to this change. Index: `item_change_item`. */
export async function readChanges(
  em: EntityManager,
  item: number,
  until?: number,
): Promise<readonly MetadataChange[]> {
  const rows = await execute<MetadataChange>(em, READ, [item, until ?? null])
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

const READ = /* sql */ `
select c.id, c.user_name as "user", c.at::text, c.document
from callsheet.item_change c, (select ?::integer as item, ?::integer as until) as a
where c.item_id = a.item and (a.until is null or c.id <= a.until)
order by c.id`
