import pg from 'pg'

/** Statements that get a name. There are about forty; more would mean that somebody writes values into texts. */
const MOST = 200
const NAMES = new Map<string, string>()

/**
 * A connection that names every statement that has values, so that PostgreSQL keeps it parsed and, from the sixth time on,
 * planned. Needs a connection of its own all the time: a PgBouncer in session mode will do.
 */
export class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg, which are passed on as they came
  override query(...given: any[]): any {
    const [text, values, ...rest] = given
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    const query = super.query as (...given: unknown[]) => unknown
    return name === undefined ? query.apply(this, given) : query.call(this, { name, text, values }, ...rest)
  }
}

function nameOf(text: string): string | undefined {
  const known = NAMES.get(text)
  if (known !== undefined || NAMES.size >= MOST) return known
  const name = `callsheet_${NAMES.size + 1}`
  NAMES.set(text, name)
  return name
}
