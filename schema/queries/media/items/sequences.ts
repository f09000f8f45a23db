/** Reads, writes and deletes the sequences of items. Index: the primary key. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { SequenceDocument } from '../../../documents/sequence.ts'
import { execute } from '../../../sql/execute.ts'

/** Undefined for an item that is no sequence. */
export async function readSequence(em: EntityManager, item: number): Promise<SequenceDocument | undefined> {
  const read = 'select document from callsheet.sequence where item_id = ?'
  const [row] = await execute<{ readonly document: SequenceDocument }>(em, read, [item])
  return row?.document
}

/** Adds the sequence, or replaces the one of the item. */
export async function writeSequence(
  em: EntityManager,
  item: number,
  document: SequenceDocument,
): Promise<void> {
  await execute(em, WRITE, [item, JSON.stringify(document)])
}

const WRITE = /* sql */ `
insert into callsheet.sequence (item_id, document) values (?, ?::jsonb)
on conflict (item_id) do update set document = excluded.document, changed = callsheet.now()`

/** Returns whether there was one. */
export async function deleteSequence(em: EntityManager, item: number): Promise<boolean> {
  const remove = 'delete from callsheet.sequence where item_id = ? returning item_id'
  return (await execute(em, remove, [item])).length > 0
}
