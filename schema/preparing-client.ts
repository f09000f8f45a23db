import pg from 'pg'

/** Statements that get a name. There are about forty; more would mean that somebody writes values into texts. */
const MOST = 200
const NAMES = new Map<string, string>()
/** A server that does not take a connection within so long is away. */
const CONNECT_WITHIN_MS = 10_000

/** How a `PreparingClient` is configured, besides as any client of `pg`. */
export interface Patience {
  /** How long an answer may take before the connection is given up, ms; 0: as long as it takes. */
  readonly answerWithinMs: number
}

/**
 * A connection that names every statement that has values, so that PostgreSQL keeps it parsed and, from the sixth time on,
 * planned. Needs a connection of its own all the time: a PgBouncer in session mode will do. What is not answered in time ends the
 * connection: nothing that is sent after it would be answered either.
 */
export class PreparingClient extends pg.Client {
  readonly #answerWithinMs: number

  constructor(config: pg.ClientConfig & Patience) {
    // Given to the client and not to its pool, where it would also bound how long a statement may wait for its turn.
    super({ ...config, connectionTimeoutMillis: CONNECT_WITHIN_MS })
    this.#answerWithinMs = config.answerWithinMs
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg, which are passed on as they came
  override query(...given: any[]): any {
    const [text, values, ...rest] = given
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    const query = super.query as (...given: unknown[]) => unknown
    const answer =
      name === undefined ? query.apply(this, given) : query.call(this, { name, text, values }, ...rest)
    return answer instanceof Promise && this.#answerWithinMs > 0 ? this.#inTime(answer) : answer
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    const ms = this.#answerWithinMs
    const late = setTimeout(() => this.connection.stream.destroy(new Error(`no answer within ${ms} ms`)), ms)
    try {
      return await answer
    } finally {
      clearTimeout(late)
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
