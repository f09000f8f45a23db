/** Finds the item that a path names, by its id or by an external id. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf } from '../../schema/ids.ts'
import { itemWithExternalId } from '../../schema/queries/media/items/external-ids.ts'
import { type ItemRow, readItems } from '../../schema/queries/media/items/item-rows.ts'
import { notFound } from '../http/answer/fault.ts'

/** Vidispine writes `item` where an item itself is read, and `Item` everywhere else (wire-media.md §0.5). */
export type ItemWord = 'item' | 'Item'

/** Throws `notFound`. */
export async function findItem(em: EntityManager, id: string, word: ItemWord = 'Item'): Promise<ItemRow> {
  const serial = serialOf(id) ?? (await itemWithExternalId(em, id))
  const [found] = serial === undefined ? [] : await readItems(em, [serial])
  if (!found) throw notFound(word, id)
  return found
}

/** The serials of items; 0 for what no item has as an id. */
export async function serialsOfItems(em: EntityManager, ids: readonly string[]): Promise<readonly number[]> {
  const serials: number[] = []
  for (const id of ids) serials.push(serialOf(id) ?? (await itemWithExternalId(em, id)) ?? 0)
  return serials
}
