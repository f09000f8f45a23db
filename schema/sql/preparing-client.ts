/** A `pg` client that prepares its statements. */

import type { Socket } from 'node:net'
import pg from 'pg'

/**
 * Most statements that get a name. There are about a hundred; many more would mean that values are
 * interpolated.
 */
const MOST = 500
/** Statements without values that are worth a name: a single statement that takes time to plan. */
const IS_LONG = /^\s*with\b.{500}/s
const NAMES = new Map<string, string>()
/** Makes both ends detect a broken connection within seconds instead of hours (design.md §3.9). */
export const KEEPALIVES =
  'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3; set tcp_user_timeout = 10000'
/** A server that does not accept a connection within this time is unavailable. */
const CONNECT_WITHIN_MS = 10_000
/** The error message of `pg` for a statement that exceeded `query_timeout`. */
const UNANSWERED = 'Query read timeout'

interface Planning {
  /** Whether its statements find few rows by key. */
  readonly forFewRows?: boolean
  /** PostgreSQL cancels a statement that takes longer, ms; 0 or absent: no limit. */
  readonly statementWithinMs?: number
}

/**
 * Plans each statement once, at its first use, and prefers index scans, because the indexes of unfinished
 * jobs are in memory. A transaction whose process is frozen or disconnected may hold locks that all others
 * wait for, so PostgreSQL ends it after 4 s: before the others consider the database unavailable (5 s) or
 * each other dead (10 s).
 */
const FOR_FEW_ROWS = [
  'set plan_cache_mode = force_generic_plan; set random_page_cost = 1.1; set jit = off',
  "set idle_in_transaction_session_timeout = '4s'",
  KEEPALIVES,
].join('; ')

/**
 * Names every statement that has values or is long, so that PostgreSQL parses it once and, from the sixth run
 * on, reuses its plan. Needs a session of its own: of the modes of PgBouncer, session mode works. A statement
 * that exceeds `query_timeout` ends the connection, because the statements behind it would not be answered
 * either.
 */
export class PreparingClient extends pg.Client {
  #hasFailed = false
  #isGathering = false

  constructor(config: pg.ClientConfig & Planning) {
    // Set on the client and not on the pool, where it would also limit how long a statement may wait for a
    // connection.
    super({ ...config, connectionTimeoutMillis: CONNECT_WITHIN_MS })
    const first = [
      ...(config.forFewRows ? [FOR_FEW_ROWS] : []),
      ...(config.statementWithinMs ? [`set statement_timeout = ${config.statementWithinMs}`] : []),
    ]
    if (first.length > 0) this.once('connect', () => void this.query(first.join('; ')).catch(() => undefined))
  }

  /**
   * Whether a transaction may be open. After an error, PostgreSQL reports its status only once it is ready
   * again.
   */
  get mayBeUnfinished(): boolean {
    const status = this.getTransactionStatus()
    return this.#hasFailed || status === 'T' || status === 'E'
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg, passed on unchanged
  override query(...given: any[]): any {
    const [text, values, ...rest] = given
    const name =
      typeof text === 'string' && Array.isArray(values) && (values.length > 0 || IS_LONG.test(text))
        ? nameOf(text)
        : undefined
    if (text === 'rollback') this.#hasFailed = false
    this.#gather()
    const query = super.query as (...given: unknown[]) => unknown
    const answer =
      name === undefined ? query.apply(this, given) : query.call(this, { name, text, values }, ...rest)
    return answer instanceof Promise ? this.#answered(answer) : answer
  }

  /**
   * Sends all statements of one turn of the event loop in one write, because each write wakes up the server.
   */
  #gather(): void {
    if (this.#isGathering) return
    const { stream } = (this as unknown as { readonly connection: { readonly stream: Socket } }).connection
    this.#isGathering = true
    stream.cork()
    process.nextTick(() => {
      this.#isGathering = false
      stream.uncork()
    })
  }

  async #answered<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } catch (error) {
      this.#hasFailed = true
      if (error instanceof Error && error.message === UNANSWERED) void this.end()
      throw error
    }
  }
}

function nameOf(text: string): string | undefined {
  const known = NAMES.get(text)
  if (known !== undefined || NAMES.size >= MOST) return known
  const name = `callsheet_${NAMES.size + 1}`
  NAMES.set(text, name)
  return name
}
