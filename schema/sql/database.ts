/** Opens pools of database connections and migrates the schema. */

import { MikroORM } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import type { EntityManager, PostgreSqlDriver } from '@mikro-orm/postgresql'
import type { ClientConfig } from 'pg'
import { MIGRATIONS } from '../migrations/migrations.ts'
import { TABLES } from '../tables/tables.ts'
import { LastingDriver, rollBackUnfinished } from './lasting-driver.ts'
import { refuseNewerSchema } from './newer-schema.ts'
import { PreparingClient } from './preparing-client.ts'

/** Where the database is: a URL, or the folder of a Unix socket, which a URL cannot express here. */
export type Connection =
  | { readonly url: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string }

export type Database = MikroORM<PostgreSqlDriver, EntityManager>

export interface PoolOptions {
  /** Default 10. */
  readonly poolSize?: number
  /** A statement that takes longer fails and its connection is closed, ms. Default 0: no limit. */
  readonly answerWithinMs?: number
  /** PostgreSQL cancels a statement that takes longer; its connection stays open, ms. Default 0: no limit. */
  readonly statementWithinMs?: number
  /** Plans each statement once, for statements that find few rows by key. Default: PostgreSQL decides. */
  readonly forFewRows?: boolean
}

/** Opens a pool of connections. It connects at the first statement. */
export async function connect(
  connection: Connection,
  { poolSize = 10, answerWithinMs = 0, statementWithinMs = 0, forFewRows = false }: PoolOptions = {},
): Promise<Database> {
  return MikroORM.init<PostgreSqlDriver, EntityManager>({
    driver: LastingDriver,
    ...address(connection),
    schema: 'callsheet',
    entities: [...TABLES],
    extensions: [Migrator],
    driverOptions: {
      Client: PreparingClient,
      keepAlive: true,
      pipeline: true,
      query_timeout: answerWithinMs,
      forFewRows,
      statementWithinMs,
      onPoolCreated: rollBackUnfinished,
    },
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000 },
    // Errors are thrown, so there is nothing to log.
    logger: () => undefined,
    colors: false,
    ensureDatabase: false,
    forceUtcTimezone: true,
    migrations: { migrationsList: [...MIGRATIONS], tableName: 'migration', snapshot: false },
  })
}

/**
 * Applies all pending migrations. Throws NewerSchema for a database of a newer release. An advisory lock
 * serializes servers that start at the same time. The transaction that holds it only reads, because the
 * migrator uses another connection.
 */
export async function migrate(database: Database): Promise<void> {
  await locked(database, (em) => em.execute('create schema if not exists callsheet'))
  await locked(database, async (em) => {
    await refuseNewerSchema(em)
    await database.migrator.up()
  })
  await locked(database, (em) => em.execute('select callsheet.make_partitions(3), callsheet.make_ranges()'))
}

async function locked(database: Database, work: (em: EntityManager) => Promise<unknown>): Promise<void> {
  await database.em.fork().transactional(async (em) => {
    await em.execute('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK])
    await work(em)
  })
}

/** An arbitrary key that nothing else uses: "CALL" in ASCII. */
const MIGRATION_LOCK = 0x43414c4c

/** The options of a plain `pg` client, for sessions that must not come from a pool. */
export function clientOptions(connection: Connection): ClientConfig {
  return 'url' in connection ? { connectionString: connection.url } : connection
}

function address(connection: Connection) {
  if ('url' in connection) return { clientUrl: connection.url }
  return { host: connection.host, port: connection.port, user: connection.user, dbName: connection.database }
}
