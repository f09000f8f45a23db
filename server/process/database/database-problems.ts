/** Checks that a PostgreSQL can be used: its version, its connections, and that each keeps its session. */
import pg from 'pg'
import { type Connection, clientOptions } from '../../../schema/sql/database.ts'
import { isConnectionLost } from '../../../schema/sql/database-away.ts'
import type { ServerRole } from '../arguments.ts'
import { CannotStart } from '../cannot-start.ts'
import { CONNECTIONS_NEEDED } from './connections.ts'
import { sharesSessions } from './pooler.ts'

/** One message for each problem. Throws if PostgreSQL does not answer. */
export async function databaseProblems(connection: Connection, role: ServerRole): Promise<readonly string[]> {
  const client = new pg.Client({ ...clientOptions(connection), connectionTimeoutMillis: CONNECT_WITHIN_MS })
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    throw isRefusal(error) ? new CannotStart(`Cannot use PostgreSQL: ${error.message}`) : error
  })
  try {
    if (await sharesSessions(client, connection)) return [POOLER]
    const { rows } = await client.query<Limits>(LIMITS)
    return rows.flatMap((limits) => [...versionProblem(limits), ...connectionsProblem(limits, role)])
  } finally {
    await client.end()
  }
}

/** Errors of `pg` have no code, as when a password is missing, or SSL is not available. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && !('code' in error) && !isConnectionLost(error)
}

const CONNECT_WITHIN_MS = 10_000

const POOLER =
  'DATABASE_URL leads to a connection pooler in transaction or statement mode, which loses locks and ' +
  'notifications: use its session mode (PgBouncer: pool_mode = session), or PostgreSQL directly.'

interface Limits {
  readonly version: string
  readonly versionNumber: number
  /** The connections that the server, this user and this database may have, the fewest of them. */
  readonly most: number
}

const LIMITS = /* sql */ `
select
  current_setting('server_version') as version,
  current_setting('server_version_num')::integer as "versionNumber",
  least(
    current_setting('max_connections')::integer
      - case when r.rolsuper then 0 else current_setting('superuser_reserved_connections')::integer end
      - case when r.rolsuper or exists (
          select from pg_roles g where g.rolname = 'pg_use_reserved_connections' and pg_has_role(g.oid, 'usage')) then 0
          else coalesce(current_setting('reserved_connections', true), '0')::integer end,
    nullif(r.rolconnlimit, -1),
    nullif(d.datconnlimit, -1)) as most
from pg_roles r, pg_database d
where r.rolname = current_user and d.datname = current_database()`

function versionProblem({ version, versionNumber }: Limits): readonly string[] {
  if (versionNumber >= 150_000) return []
  return [`PostgreSQL 15 or newer is needed; the one at DATABASE_URL is ${version}.`]
}

/** Pure. */
export function connectionsProblem({ most }: Pick<Limits, 'most'>, role: ServerRole): readonly string[] {
  const needed = CONNECTIONS_NEEDED[role]
  if (most >= needed) return []
  return [
    `PostgreSQL allows this user ${most} connections, and this process needs ${needed}: raise max_connections, ` +
      'or the connection limit of the user or database.',
  ]
}
