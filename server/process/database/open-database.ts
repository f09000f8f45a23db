/** Opens the database of a role: that of DATABASE_URL, or the embedded PostgreSQL. */
import type { Config } from '../../../config/config.ts'
import { type Connection, connect, type Database, migrate } from '../../../schema/sql/database.ts'
import { NewerSchema } from '../../../schema/sql/newer-schema.ts'
import { lockDataDir } from '../../postgres/data-dir/data-dir.ts'
import { joinPostgres, startPostgres } from '../../postgres/postgres.ts'
import type { ServerRole } from '../arguments.ts'
import type { Log } from '../log.ts'
import { connectionOf } from './connection-of.ts'
import { API_POOL } from './connections.ts'
import { databaseProblems } from './database-problems.ts'
import { NoDatabase, whileAway } from './while-away.ts'

/** An open database, migrated to the current schema. */
export interface Opened extends AsyncDisposable {
  readonly connection: Connection
  readonly database: Database
}

/** What a start needs to open its database. */
export interface Opening {
  readonly role: ServerRole
  readonly config: Config
  readonly log: Log
  /** Ends the waiting for PostgreSQL. */
  readonly signal: AbortSignal
  /** Called if the embedded PostgreSQL is down and cannot be restarted. */
  readonly onLost: () => void
}

/**
 * Opens the PostgreSQL at DATABASE_URL, or the embedded one under DATA_DIR, which only one server at a time
 * may use. Waits for a PostgreSQL that is starting. Throws CannotStart, with a message for the operator.
 */
export async function openDatabase(opening: Opening): Promise<Opened> {
  await using stack = new AsyncDisposableStack()
  const { databaseUrl } = opening.config
  const connection = databaseUrl === undefined ? await embedded(opening, stack) : connectionOf(databaseUrl)
  await whileAway(opening, async () => {
    const wrong = await databaseProblems(connection, opening.role)
    if (wrong.length > 0) throw new NoDatabase(wrong.join('\n'))
    await migrated(connection)
  })
  const statementWithinMs = opening.config.statementTimeout * 1_000
  const database = await connect(connection, { poolSize: API_POOL, statementWithinMs })
  stack.defer(() => database.close())
  const kept = stack.move()
  return { connection, database, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** In a pool of its own: a migration may take longer than the statements of requests. */
async function migrated(connection: Connection): Promise<void> {
  const database = await connect(connection, { poolSize: 2 })
  try {
    await migrate(database)
  } catch (error) {
    throw error instanceof NewerSchema ? new NoDatabase(`Cannot start: ${error.message}`) : error
  } finally {
    await database.close()
  }
}

async function embedded(
  { role, config: { dataDir }, log, onLost }: Opening,
  stack: AsyncDisposableStack,
): Promise<Connection> {
  if (role !== 'worker') stack.use(await lockDataDir(dataDir))
  const options = { dataDir, log: (line: string) => log.debug(line) }
  const postgres = stack.use(await (role === 'worker' ? joinPostgres(options) : startPostgres(options)))
  void postgres.exited.then((why) => {
    log.fatal(`PostgreSQL is down and cannot be restarted: ${why}`)
    onLost()
  })
  return postgres.connection
}
