/** Reads items, and locks one for a change. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Facts, Timespan } from '../../../media.ts'
import { execute } from '../../../sql/execute.ts'

export interface ItemRow {
  readonly id: number
  readonly created: Date
  readonly user: string
  readonly fieldGroup: readonly string[]
  readonly metadata: readonly Timespan[]
  /** The changes that its metadata come from, ascending. */
  readonly revision: readonly number[]
  readonly facts: Facts
  readonly modified: Date
}

type AsRead = Omit<ItemRow, 'created' | 'modified'> & { readonly created: string; readonly modified: string }

const COLUMNS = `
select i.id, i.created::text, i.user_name as "user", i.field_group as "fieldGroup", i.metadata, i.revision, i.facts,
  i.modified::text
from callsheet.item i`

/** In the order of the ids; those that do not exist are left out. Index: the primary key. */
export async function readItems(em: EntityManager, ids: readonly number[]): Promise<readonly ItemRow[]> {
  if (ids.length === 0) return []
  const rows = await execute<AsRead>(em, `${COLUMNS} where i.id = any (?)`, [ids])
  const byId = new Map(rows.map((row) => [row.id, itemRow(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/**
 * Locks the item until the transaction ends, so that changes of its metadata come one after the other.
 * Undefined if there is none.
 */
export async function lockItem(tx: EntityManager, id: number): Promise<ItemRow | undefined> {
  const [row] = await execute<AsRead>(tx, `${COLUMNS} where i.id = ? for update`, [id])
  return row && itemRow(row)
}

function itemRow({ created, modified, ...row }: AsRead): ItemRow {
  return { ...row, created: new Date(created), modified: new Date(modified) }
}
