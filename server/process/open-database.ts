/** Opens the database of a role: that of DATABASE_URL, or the embedded PostgreSQL. */
import type { Config } from '../../config/config.ts'
import {
  type Connection,
  connect,
  type Database,
  migrate,
  type PoolOptions,
} from '../../schema/sql/database.ts'
import { lockDataDir } from '../postgres/data-dir/data-dir.ts'
import { joinPostgres, startPostgres } from '../postgres/postgres.ts'
import type { Log } from './log.ts'

/** An open database, migrated to the current schema. */
export interface Opened extends AsyncDisposable {
  readonly connection: Connection
  readonly database: Database
}

/** The PostgreSQL at DATABASE_URL cannot be used; the message says why. */
export class NoDatabase extends Error {
  override readonly name = 'NoDatabase'
}

/**
 * Opens the PostgreSQL at DATABASE_URL, or the embedded one under DATA_DIR, which only one server at a time
 * may use. `onLost` is called if the embedded one is down and cannot be restarted. Throws DataDirInUse,
 * NoPostgres or NoDatabase, each with a message for the operator.
 */
export async function openDatabase(
  role: 'all' | 'api' | 'worker',
  { databaseUrl, dataDir, statementTimeout }: Config,
  log: Log,
  onLost: () => void,
): Promise<Opened> {
  const limits = { statementWithinMs: statementTimeout * 1_000 }
  if (databaseUrl !== undefined) return openGiven(databaseUrl, limits)
  await using stack = new AsyncDisposableStack()
  if (role !== 'worker') stack.use(await lockDataDir(dataDir))
  const options = { dataDir, log: (line: string) => log.debug(line) }
  const postgres = stack.use(await (role === 'worker' ? joinPostgres(options) : startPostgres(options)))
  void postgres.exited.then((why) => {
    log.fatal(`PostgreSQL is down and cannot be restarted: ${why}`)
    onLost()
  })
  const { connection } = postgres
  const database = await opened(connection, limits, stack)
  const kept = stack.move()
  return { connection, database, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/**
 * Accepts `postgres://user@host/database` and, as PostgreSQL's own programs do, the folder of a socket as the
 * parameter `host`: `postgres://user@localhost/database?host=/run/postgresql`. Throws NoDatabase for an
 * invalid URL. Pure.
 */
export function connectionOf(url: string): Connection {
  const parsed = URL.parse(url)
  if (!parsed)
    throw new NoDatabase(
      'DATABASE_URL is not a valid URL: percent-encode special characters in the password, such as %40 for @',
    )
  const host = parsed.searchParams.get('host')
  if (host === null || !host.startsWith('/')) return { url }
  const user = decodeURIComponent(parsed.username) || 'postgres'
  return {
    host,
    port: Number(parsed.port || 5432),
    user,
    database: decodeURIComponent(parsed.pathname.slice(1)) || user,
  }
}

async function openGiven(url: string, limits: PoolOptions): Promise<Opened> {
  const connection = connectionOf(url)
  await using stack = new AsyncDisposableStack()
  try {
    const database = await opened(connection, limits, stack)
    const kept = stack.move()
    return { connection, database, [Symbol.asyncDispose]: () => kept.disposeAsync() }
  } catch (error) {
    throw new NoDatabase(`Cannot use the PostgreSQL at DATABASE_URL: ${reasonOf(error)}`, {
      cause: error,
    })
  }
}

/** A migration may take longer than the statements of requests. */
async function opened(
  connection: Connection,
  limits: PoolOptions,
  stack: AsyncDisposableStack,
): Promise<Database> {
  const migrating = await connect(connection, { poolSize: 2 })
  try {
    await migrate(migrating)
  } finally {
    await migrating.close()
  }
  const database = await connect(connection, limits)
  stack.defer(() => database.close())
  return database
}

/** A host name with several addresses fails with an AggregateError, whose own message is empty. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
