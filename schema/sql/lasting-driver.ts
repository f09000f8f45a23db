import { type Configuration, PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql'
import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { PreparingClient } from './preparing-client.ts'

/**
 * MikroORM's driver, with three changes.
 *
 * A transaction does not wait for the answer to its `begin`: the first statement goes right behind it, on connections that are
 * pipelines, and fails where it fails.
 *
 * Its pool outlasts its connections. Kysely gives the connection of a transaction back only when its `begin`, `commit` or `rollback`
 * was answered (kysely-org/kysely#1990): one that is lost in the middle of a transaction keeps its place in the pool, and when all
 * places are kept so, every statement waits for ever.
 *
 * It is closed when everybody has got the connection that they wait for. Kysely forgets its pool first, and fails over who gets a
 * connection after that without giving it back, so that the pool would wait for it for ever.
 */
export class LastingDriver extends PostgreSqlDriver {
  constructor(config: Configuration) {
    super(config)
    // Read-only to TypeScript, and there is no other way in.
    Object.assign(this, { connection: new LastingConnection(config) })
  }
}

/**
 * Rolls back what a connection is in the middle of when it is given back, as after the failure of a text of several statements that
 * begins with `begin`: who got it next would have its own refused. It goes out before anything of theirs.
 */
export function rollBackUnfinished(pool: Pool): void {
  pool.on('release', (_error: unknown, client: PoolClient) => {
    if (client instanceof PreparingClient && client.mayBeUnfinished)
      void client.query('rollback').catch(() => undefined)
  })
}

class LastingConnection extends PostgreSqlConnection {
  override createKyselyDialect(overrides: Parameters<PostgreSqlConnection['createKyselyDialect']>[0]) {
    const dialect = super.createKyselyDialect(overrides)
    const driver = dialect.createDriver()
    return Object.assign(dialect, { createDriver: () => givingBack(driver) })
  }
}

function givingBack(driver: Driver): Driver {
  const begin = driver.beginTransaction.bind(driver)
  const commit = driver.commitTransaction.bind(driver)
  const rollback = driver.rollbackTransaction.bind(driver)
  const begins = new WeakMap<DatabaseConnection, Promise<void>>()
  const acquire = driver.acquireConnection.bind(driver)
  const destroy = driver.destroy.bind(driver)
  const acquiring = new Set<Promise<DatabaseConnection>>()
  return Object.assign(driver, {
    async acquireConnection() {
      const acquired = acquire()
      acquiring.add(acquired)
      return acquired.finally(() => acquiring.delete(acquired))
    },
    async destroy() {
      await Promise.allSettled(acquiring)
      await destroy()
    },
    async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings) {
      const begun = begin(connection, settings)
      begun.catch(() => undefined)
      begins.set(connection, begun)
    },
    /** Where `begin` was refused and the connection lives, what came after it was no transaction. */
    async commitTransaction(connection: DatabaseConnection) {
      await begins.get(connection)
      await commit(connection)
    },
    /** A failure is of the connection, and with the connection PostgreSQL has rolled back: so this never fails. */
    async rollbackTransaction(connection: DatabaseConnection) {
      await rollback(connection).catch(() => undefined)
    },
  })
}
