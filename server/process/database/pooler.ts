/** Detects a connection pooler that gives the transactions of one client to several sessions. */
import pg from 'pg'
import { type Connection, clientOptions } from '../../../schema/sql/database.ts'

/**
 * Whether the session behind a connection changes, or is shared with another connection. A pooler has a
 * process id of its own for cancel requests, so a direct connection is known at once. In session mode each
 * connection keeps its session; in transaction mode, one that is idle lends it to the next transaction.
 */
export async function sharesSessions(client: pg.Client, connection: Connection): Promise<boolean> {
  const own = await sessionOf(client)
  if (own === (client as pg.Client & { readonly processID: number | null }).processID) return false
  const other = new pg.Client({ ...clientOptions(connection), query_timeout: ANSWER_WITHIN_MS })
  other.on('error', () => undefined)
  await other.connect()
  try {
    return await isLent(client, own, other)
  } finally {
    await other.end().catch(() => undefined)
  }
}

/** Keeps a transaction open on the other connection, so that the first one needs a second session. */
async function isLent(client: pg.Client, own: number, other: pg.Client): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round += 1) {
    if (!(await begins(other))) return true
    const others = await sessionOf(other)
    if (others === own) return true
    const mine = [await sessionOf(client), await sessionOf(client)]
    await other.query('commit')
    if (mine.some((session) => session !== own)) return true
  }
  return false
}

/** False in the statement mode of a pooler, which allows no transactions. */
async function begins(client: pg.Client): Promise<boolean> {
  try {
    await client.query('begin')
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError) return false
    throw error
  }
}

async function sessionOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid ?? 0
}

/** A pooler may take its sessions in turn, so that one round proves nothing. */
const ROUNDS = 3
/** A pooler in session mode without another session makes a client wait. */
const ANSWER_WITHIN_MS = 5_000
