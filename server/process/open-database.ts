import type { Config } from '../../config/config.ts'
import { type Connection, connect, type Database, migrate } from '../../schema/sql/database.ts'
import { lockDataDir } from '../postgres/data-dir/data-dir.ts'
import { joinPostgres, startPostgres } from '../postgres/postgres.ts'
import type { Log } from './log.ts'

/** The database as a role uses it; its schema is up to date. */
export interface Opened extends AsyncDisposable {
  readonly connection: Connection
  readonly database: Database
}

/** The PostgreSQL of DATABASE_URL cannot be used. */
export class NoDatabase extends Error {
  override readonly name = 'NoDatabase'
}

/**
 * Opens the given PostgreSQL, or one of our own under DATA_DIR, which one server at a time may use. `onLost` is called when
 * our own is gone and cannot be brought back. Throws DataDirInUse, NoPostgres and NoDatabase, which say all there is to know.
 */
export async function openDatabase(
  role: 'all' | 'api' | 'worker',
  { databaseUrl, dataDir }: Config,
  log: Log,
  onLost: () => void,
): Promise<Opened> {
  if (databaseUrl !== undefined) return openGiven(databaseUrl)
  await using stack = new AsyncDisposableStack()
  if (role !== 'worker') stack.use(await lockDataDir(dataDir))
  const options = { dataDir, log: (line: string) => log.debug(line) }
  const postgres = stack.use(await (role === 'worker' ? joinPostgres(options) : startPostgres(options)))
  void postgres.exited.then((why) => {
    log.fatal(`PostgreSQL cannot be brought back: ${why}`)
    onLost()
  })
  const { connection } = postgres
  const database = await opened(connection, stack)
  const kept = stack.move()
  return { connection, database, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/**
 * `postgres://user@host/database`; or, as PostgreSQL's own programs take it, with the folder of a socket as the parameter
 * `host`: `postgres://user@localhost/database?host=/run/postgresql`. Pure; throws NoDatabase for what is no URL.
 */
export function connectionOf(url: string): Connection {
  const parsed = URL.parse(url)
  if (!parsed)
    throw new NoDatabase('DATABASE_URL is no URL: special characters of a password are written as in %40')
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

async function openGiven(url: string): Promise<Opened> {
  const connection = connectionOf(url)
  await using stack = new AsyncDisposableStack()
  try {
    const database = await opened(connection, stack)
    const kept = stack.move()
    return { connection, database, [Symbol.asyncDispose]: () => kept.disposeAsync() }
  } catch (error) {
    throw new NoDatabase(`The PostgreSQL of DATABASE_URL cannot be used: ${reasonOf(error)}`, {
      cause: error,
    })
  }
}

async function opened(connection: Connection, stack: AsyncDisposableStack): Promise<Database> {
  const database = await connect(connection)
  stack.defer(() => database.close())
  await migrate(database)
  return database
}

/** A name with several addresses fails with one error for each, and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
