import type { Socket } from 'node:net'
import pg from 'pg'

/** Statements that get a name. There are about a hundred; many more would mean that somebody writes values into texts. */
const MOST = 500
/** What is worth a name also without values: one statement, not several, that takes some planning. */
const IS_LONG = /^\s*with\b.{500}/s
const NAMES = new Map<string, string>()
/** A cut line is found by both ends, within seconds and not within hours (design.md §3.9). */
export const KEEPALIVES =
  'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3; set tcp_user_timeout = 10000'
/** A server that does not take a connection within so long is away. */
const CONNECT_WITHIN_MS = 10_000
/** What `pg` says of a statement that was not answered within its `query_timeout`. */
const UNANSWERED = 'Query read timeout'

interface Planning {
  /** Whether its statements look for few rows by their keys. */
  readonly forFewRows?: boolean
}

/**
 * One plan for each statement, made at its first use, and by the index, which is in memory when it is that of the living. A transaction
 * whose process is frozen or cut off ends by itself within seconds, for it may hold what all others wait for: sooner than they would
 * take the database for away (5 s) or one another for dead (10 s).
 */
const FOR_FEW_ROWS = [
  'set plan_cache_mode = force_generic_plan; set random_page_cost = 1.1; set jit = off',
  "set idle_in_transaction_session_timeout = '4s'",
  KEEPALIVES,
].join('; ')

/**
 * A connection that names every statement that has values or is long, so that PostgreSQL keeps it parsed and, from the sixth time on,
 * planned. Needs a connection of its own all the time: a PgBouncer in session mode will do. What is not answered within
 * `query_timeout` ends the connection: nothing that is sent after it would be answered either.
 */
export class PreparingClient extends pg.Client {
  #hasFailed = false
  #isGathering = false

  constructor(config: pg.ClientConfig & Planning) {
    // Given to the client and not to its pool, where it would also bound how long a statement may wait for its turn.
    super({ ...config, connectionTimeoutMillis: CONNECT_WITHIN_MS })
    if (config.forFewRows) this.once('connect', () => void this.query(FOR_FEW_ROWS).catch(() => undefined))
  }

  /** Whether it may be in a transaction: after a failure PostgreSQL says so only when it is ready again. */
  get mayBeUnfinished(): boolean {
    const status = this.getTransactionStatus()
    return this.#hasFailed || status === 'T' || status === 'E'
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg, which are passed on as they came
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

  /** What is sent in one turn of the event loop goes out in one piece: each write wakes up the other end. */
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
