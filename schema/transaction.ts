import type { EntityManager } from '@mikro-orm/postgresql'

/**
 * A transaction for statements of `execute` alone: of MikroORM it has the connection, and none of what that does for entities, which
 * takes as long as some statements. Nothing in it may begin another. `em` is a fork of its own.
 */
export async function transaction<T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return em
    .getKysely()
    .transaction()
    .execute(async (within) => {
      em.setTransactionContext(within as never)
      return work(em)
    })
}
