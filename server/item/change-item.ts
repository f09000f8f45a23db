/** Changes an item in a transaction of its own. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ItemRow } from '../../schema/queries/media/items/item-rows.ts'
import { NoSuchItem } from '../../schema/queries/media/items/write-item.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { notFound } from '../http/answer/fault.ts'
import { findItem } from './find-item.ts'

/** Throws `notFound`, also if the item is deleted while it waits for other changes. */
export async function changeItem<T>(
  em: EntityManager,
  id: string,
  work: (tx: EntityManager, item: ItemRow) => Promise<T>,
): Promise<T> {
  const item = await findItem(em, id)
  try {
    return await transaction(em.fork(), (tx) => work(tx, item))
  } catch (error) {
    throw error instanceof NoSuchItem || isForeignKey(error) ? notFound('Item', id) : error
  }
}

/** A row of the item could not be written, because the item is gone. */
function isForeignKey(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === '23503'
}
