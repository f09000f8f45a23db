/** The database session of a node: its lock, its wake-ups and its heartbeat. */
import pg from 'pg'
import { BEAT, type Beat } from '../../../schema/queries/nodes/beat.ts'
import { NODE_LOCK } from '../../../schema/queries/nodes/rescue.ts'
import { type Connection, clientOptions } from '../../../schema/sql/database.ts'
import { KEEPALIVES } from '../../../schema/sql/preparing-client.ts'
import { CHANNEL, callsIn } from '../runtime/wake.ts'

/**
 * Holds the node's advisory lock for its lifetime, receives wake-ups and sends the heartbeat. PostgreSQL
 * releases the lock when the process dies, so other nodes find out immediately.
 */
export class Session implements AsyncDisposable {
  readonly #client: pg.Client
  readonly closed: Promise<void>

  private constructor(client: pg.Client) {
    this.#client = client
    this.closed = new Promise((resolve) => client.once('end', () => resolve()))
  }

  static async open(
    connection: Connection,
    onCall: (call: string) => void,
    onError: (error: Error) => void,
  ): Promise<Session> {
    const client = new pg.Client({
      ...clientOptions(connection),
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: ANSWER_WITHIN_MS,
    })
    client.on('error', onError)
    client.on('notification', ({ payload }) => callsIn(payload).forEach(onCall))
    await client.connect()
    try {
      await client.query(KEEPALIVES)
      await client.query(`listen ${CHANNEL}`)
    } catch (error) {
      await client.end()
      throw error
    }
    return new Session(client)
  }

  /** Acquires the lock that proves this node alive. False while another session still holds it. */
  async lock(nodeId: number): Promise<boolean> {
    const { rows } = await this.#client.query<{ mine: boolean }>(
      'select pg_try_advisory_lock($1, $2) as mine',
      [NODE_LOCK, nodeId],
    )
    return rows[0]?.mine === true
  }

  /** Sends a heartbeat. Undefined if the node was declared dead. */
  async beat(nodeId: number): Promise<Beat | undefined> {
    const { rows } = await this.#client.query<{ beat: Beat }>(BEAT, [nodeId])
    return rows[0]?.beat
  }

  /** Whether this node is the elected one. If so, it remains elected until its session ends. */
  async elect(): Promise<boolean> {
    const { rows } = await this.#client.query<{ mine: boolean }>(ELECT, [ELECTED_LOCK])
    return rows[0]?.mine === true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end().catch(() => undefined)
  }
}

/** A database that does not answer within this time is considered unreachable. */
const ANSWER_WITHIN_MS = 5_000
/** "ELEC" in ASCII. */
const ELECTED_LOCK = 0x454c4543
// Session locks are counted, so the lock is acquired only if it is not held yet.
const ELECT = /* sql */ `
select exists (
  select from pg_locks
  where locktype = 'advisory' and classid = 0 and objid = $1::bigint and pid = pg_backend_pid() and granted
) or pg_try_advisory_lock($1::bigint) as mine`
