/** MikroORM's PostgreSQL driver, changed so that its pool survives lost connections. */

import { type Configuration, PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql'
import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { cancellable } from './cancellable.ts'
import { PreparingClient } from './preparing-client.ts'

/**
 * Changes MikroORM's driver in five ways.
 *
 * A transaction does not wait for the result of `begin`. Connections are pipelines, so the first statement is
 * sent right behind it, and fails if `begin` fails.
 *
 * A statement whose signal is aborted is cancelled in PostgreSQL, unless it is part of a transaction.
 *
 * The pool survives lost connections. Kysely returns the connection of a transaction to the pool only once
 * its `begin`, `commit` or `rollback` is answered (kysely-org/kysely#1990). A connection lost in a
 * transaction would stay checked out, and once all are, every statement would wait forever.
 *
 * Closing waits until every pending request for a connection is served. Kysely drops its pool first, and a
 * request served after that fails without returning its connection, so closing the pool would wait forever.
 *
 * A closed pool stays closed. MikroORM opens it again for a late statement, and the idle connection would
 * keep a process that is about to end alive for another 30 s.
 */
export class LastingDriver extends PostgreSqlDriver {
  constructor(config: Configuration) {
    super(config)
    // TypeScript declares it read-only, and there is no other way to replace it.
    Object.assign(this, { connection: new LastingConnection(config) })
  }
}

/**
 * Rolls back an open transaction when its connection returns to the pool, such as after a failed
 * multi-statement text that starts with `begin`. Otherwise the next statements on that connection would fail.
 * The rollback is sent before them.
 */
export function rollBackUnfinished(pool: Pool): void {
  pool.on('release', (_error: unknown, client: PoolClient) => {
    if (client instanceof PreparingClient && client.mayBeUnfinished)
      void client.query('rollback').catch(() => undefined)
  })
}

class LastingConnection extends PostgreSqlConnection {
  #isClosed = false

  override async close(force?: boolean): Promise<void> {
    this.#isClosed = true
    await super.close(force)
  }

  override createKyselyDialect(overrides: Parameters<PostgreSqlConnection['createKyselyDialect']>[0]) {
    if (this.#isClosed) throw new Error('the connection pool is closed')
    const dialect = super.createKyselyDialect(overrides)
    const driver = dialect.createDriver()
    return Object.assign(dialect, { createDriver: () => returningConnections(driver) })
  }
}

function returningConnections(driver: Driver): Driver {
  const begin = driver.beginTransaction.bind(driver)
  const commit = driver.commitTransaction.bind(driver)
  const rollback = driver.rollbackTransaction.bind(driver)
  const begins = new WeakMap<DatabaseConnection, Promise<void>>()
  const acquire = driver.acquireConnection.bind(driver)
  const destroy = driver.destroy.bind(driver)
  const acquiring = new Set<Promise<DatabaseConnection>>()
  const isInTransaction = (connection: DatabaseConnection) => begins.has(connection)
  return Object.assign(driver, {
    async acquireConnection() {
      const acquired = acquire().then((connection) => cancellable(connection, isInTransaction))
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
    /** If `begin` failed on a live connection, the statements after it were not in a transaction. */
    async commitTransaction(connection: DatabaseConnection) {
      await begins.get(connection)
      await commit(connection)
      begins.delete(connection)
    },
    /** Never fails: a rollback fails only if the connection is lost, and then PostgreSQL rolls back. */
    async rollbackTransaction(connection: DatabaseConnection) {
      await rollback(connection).catch(() => undefined)
      begins.delete(connection)
    },
  })
}
