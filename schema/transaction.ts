import type { EntityManager } from '@mikro-orm/postgresql'
import { CompiledQuery } from 'kysely'

/**
 * A transaction for statements of `execute` alone: of MikroORM it has the connection, and none of what that does for entities, which
 * takes as long as some statements. `begin` goes out with the first of them. Nothing in it may begin another.
 */
export async function transaction<T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return em
    .getKysely()
    .connection()
    .execute(async (db) => {
      em.setTransactionContext(db as never)
      const executor = db.getExecutor()
      const say = (word: string) =>
        executor.provideConnection((connection) => connection.executeQuery(CompiledQuery.raw(word)))
      // Where it fails, so does the statement behind it.
      await executor.provideConnection(async (connection) => {
        connection.executeQuery(CompiledQuery.raw('begin')).catch(() => undefined)
      })
      try {
        const answer = await work(em)
        await say('commit')
        return answer
      } catch (error) {
        await say('rollback').catch(() => undefined)
        throw error
      } finally {
        em.resetTransactionContext()
      }
    })
}
