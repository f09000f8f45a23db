/** Lets statements of retention take longer than those of requests. */

import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'
import { transaction } from '../../sql/transaction.ts'

/** A transaction without a limit of time. */
export async function atLength<T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return transaction(em, async (inside) => {
    await execute(inside, 'set local statement_timeout = 0')
    return work(inside)
  })
}
