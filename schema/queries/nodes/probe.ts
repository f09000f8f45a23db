/** Asks the database for nothing, to see that it answers. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** Resolves when a connection of the pool was free and has answered. */
export async function probe(em: EntityManager): Promise<void> {
  await execute(em, 'select 1')
}
