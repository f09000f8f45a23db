import { MikroORM } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import type { EntityManager, PostgreSqlDriver } from '@mikro-orm/postgresql'
import type { ClientConfig } from 'pg'
import { MIGRATIONS } from '../migrations/migrations.ts'
import { TABLES } from '../tables/tables.ts'
import { LastingDriver, rollBackUnfinished } from './lasting-driver.ts'
import { PreparingClient } from './preparing-client.ts'

/** Where the database is: a URL, or the folder of a unix socket (a socket cannot be written as a URL here). */
export type Connection =
  | { readonly url: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string }

export type Database = MikroORM<PostgreSqlDriver, EntityManager>

export interface PoolOptions {
  /** Default 10. */
  readonly poolSize?: number
  /** A statement without an answer for so long fails, and its connection is given up, ms. Default: as long as it takes. */
  readonly answerWithinMs?: number
  /** For statements that look for few rows by their keys, each of which is planned once. Default: as PostgreSQL thinks best. */
  readonly forFewRows?: boolean
}

/** Opens a pool of connections. Nothing is sent before the first statement. */
export async function connect(
  connection: Connection,
  { poolSize = 10, answerWithinMs = 0, forFewRows = false }: PoolOptions = {},
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
      onPoolCreated: rollBackUnfinished,
    },
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000 },
    // What fails is thrown; what succeeds is nobody's news.
    logger: () => undefined,
    colors: false,
    ensureDatabase: false,
    forceUtcTimezone: true,
    migrations: { migrationsList: [...MIGRATIONS], tableName: 'migration', snapshot: false },
  })
}

/**
 * Brings the schema up to date. Under a lock, so that servers that start at the same instant do it one after the other. The
 * lock's own transaction holds nothing else: the migrator works on another connection.
 */
export async function migrate(database: Database): Promise<void> {
  await locked(database, (em) => em.execute('create schema if not exists callsheet'))
  await locked(database, () => database.migrator.up())
  await locked(database, (em) => em.execute('select callsheet.make_partitions(3)'))
}

async function locked(database: Database, work: (em: EntityManager) => Promise<unknown>): Promise<void> {
  await database.em.fork().transactional(async (em) => {
    await em.execute('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK])
    await work(em)
  })
}

/** Any number will do as long as it is ours: "CALL" in ASCII. */
const MIGRATION_LOCK = 0x43414c4c

/** The same for a client of `pg` itself: a session that must not come from a pool. */
export function clientOptions(connection: Connection): ClientConfig {
  return 'url' in connection ? { connectionString: connection.url } : connection
}

function address(connection: Connection) {
  if ('url' in connection) return { clientUrl: connection.url }
  return { host: connection.host, port: connection.port, user: connection.user, dbName: connection.database }
}
