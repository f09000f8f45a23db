/** Opens the database of the settings for a command, whether or not a server is running on it. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Config } from '../../../config/config.ts'
import { SCHEMA_VERSION } from '../../../schema/migrations/migrations.ts'
import { type Connection, connect } from '../../../schema/sql/database.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { joinPostgres } from '../../postgres/postgres.ts'
import { CannotStart } from '../cannot-start.ts'
import { connectionOf } from './connection-of.ts'

export interface JoinedDatabase extends AsyncDisposable {
  readonly em: EntityManager
  readonly connection: Connection
}

/**
 * Starts the embedded PostgreSQL if it does not run, and stops it again with the last process that uses it.
 * Throws CannotStart if there is no database yet, or its schema is not that of this release.
 */
export async function joinDatabase({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<JoinedDatabase> {
  await using stack = new AsyncDisposableStack()
  const connection =
    databaseUrl === undefined
      ? stack.use(await joinPostgres({ dataDir })).connection
      : connectionOf(databaseUrl)
  const database = await connect(connection, { poolSize: 2 })
  stack.defer(() => database.close())
  await refuseOtherSchema(database.em.fork())
  const kept = stack.move()
  return { em: database.em.fork(), connection, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** A command migrates nothing, as an older server may be running. */
async function refuseOtherSchema(em: EntityManager): Promise<void> {
  const [schema] = await execute<{ readonly exists: boolean }>(em, HAS_SCHEMA)
  const [row] = schema?.exists ? await execute<{ readonly newest: string }>(em, NEWEST) : []
  if (row?.newest === SCHEMA_VERSION) return
  throw new CannotStart(
    `the database has ${row ? `schema ${row.newest}` : 'no schema'}, and this release needs ${SCHEMA_VERSION}: ` +
      'start its server once, which migrates the database',
  )
}

const HAS_SCHEMA = /* sql */ `select to_regclass('callsheet.migration') is not null as exists`
const NEWEST = /* sql */ `select max(name) as newest from callsheet.migration`
