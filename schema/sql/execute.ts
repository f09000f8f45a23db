import type { EntityManager } from '@mikro-orm/postgresql'

/** A statement and its values. */
export type Statement = readonly [sql: string, values: readonly unknown[]]

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
  const { rows } = await through(em).executeQuery(compiled([sql, values]))
  return rows as Row[]
}

/**
 * Sends statements on one connection, one right behind the other, and waits once for all answers: for such as do not need each
 * other's. The first that failed is thrown; in a transaction those after it were refused, without one each stands for itself.
 */
export async function executeTogether(
  em: EntityManager,
  statements: readonly Statement[],
): Promise<readonly unknown[][]> {
  return through(em)
    .getExecutor()
    .provideConnection(async (connection) => {
      const sent = statements.map((statement) => connection.executeQuery(compiled(statement)))
      const answers = await Promise.allSettled(sent)
      return answers.map((answer) => {
        if (answer.status === 'rejected') throw answer.reason
        return answer.value.rows
      })
    })
}

/** Gives `em` a connection of its own for as long as the work takes: what is sent meanwhile goes out at once, in order. */
export async function onOneConnection<T>(em: EntityManager, work: () => Promise<T>): Promise<T> {
  return through(em)
    .getExecutor()
    .provideConnection(async (connection) => {
      const alone: Through = {
        executeQuery: (query) => connection.executeQuery(query),
        getExecutor: () => ({ provideConnection: (use) => use(connection) }),
      }
      em.setTransactionContext(alone as never)
      return work()
    })
}

function through(em: EntityManager): Through {
  return (em.getTransactionContext() ?? em.getKysely()) as unknown as Through
}

interface Connection {
  executeQuery(
    query: { readonly sql: string; readonly parameters: readonly unknown[] } & typeof RAW,
  ): Promise<{ readonly rows: unknown[] }>
}

/** What we use of Kysely, which MikroORM sends everything through. */
interface Through extends Connection {
  getExecutor(): { provideConnection<T>(use: (connection: Connection) => Promise<T>): Promise<T> }
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
