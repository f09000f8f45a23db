import type { EntityManager } from '@mikro-orm/postgresql'

/**
 * Sends one statement with its values (`?`), inside the transaction of `em` where there is one. `em.execute` writes the values
 * into the text, so that PostgreSQL parses and plans each statement anew, which takes longer than carrying it out; here they go
 * beside it, and `PreparingClient` has it planned once a connection. Errors are those of `pg`.
 */
export async function execute<Row>(
  em: EntityManager,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const through = (em.getTransactionContext() ?? em.getKysely()) as unknown as Through
  const { rows } = await through.executeQuery(compiled([sql, values]))
  return rows as Row[]
}

/** A statement and its values. */
export type Statement = readonly [sql: string, values: readonly unknown[]]

/**
 * Sends statements of a transaction one right behind the other, and waits once for all answers: for such as do not need each other's.
 * The first that failed is thrown; those after it were refused.
 */
export async function executeTogether(
  em: EntityManager,
  statements: readonly Statement[],
): Promise<readonly unknown[][]> {
  const executor = (em.getTransactionContext() as unknown as Sequence).getExecutor()
  return executor.provideConnection(async (connection) => {
    const sent = statements.map((statement) => connection.executeQuery(compiled(statement)))
    const answers = await Promise.allSettled(sent)
    return answers.map((answer) => {
      if (answer.status === 'rejected') throw answer.reason
      return answer.value.rows
    })
  })
}

interface Sequence {
  getExecutor(): { provideConnection<T>(use: (connection: Through) => Promise<T>): Promise<T> }
}

/** What we use of Kysely, which MikroORM sends everything through. */
interface Through {
  executeQuery(
    query: { readonly sql: string; readonly parameters: readonly unknown[] } & typeof RAW,
  ): Promise<{ readonly rows: unknown[] }>
}

function compiled([sql, parameters]: Statement) {
  return { sql: numbered(sql), parameters, ...RAW }
}

const RAW = { query: { kind: 'RawNode' }, queryId: { queryId: 'callsheet' } } as const

const NUMBERED = new Map<string, string>()

/** `?` → `$1`, `$2` …; none of our statements has another use for the mark. */
function numbered(sql: string): string {
  const known = NUMBERED.get(sql)
  if (known !== undefined) return known
  let number = 0
  const text = sql.replaceAll('?', () => `$${++number}`)
  NUMBERED.set(sql, text)
  return text
}
