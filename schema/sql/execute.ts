/** Sends SQL statements with their values as parameters. */

import type { EntityManager } from '@mikro-orm/postgresql'

/** A statement and its values. */
export type Statement = readonly [sql: string, values: readonly unknown[]]

/**
 * Sends one statement with its values (`?`), in the transaction of `em` if there is one. Throws the errors of
 * `pg`. If `em` has a signal that is aborted, it throws the reason and cancels the statement in PostgreSQL,
 * unless it is part of a transaction.
 *
 * `em.execute` interpolates the values, so PostgreSQL parses and plans the statement every time, which takes
 * longer than running it. Here the values are sent as parameters, and `PreparingClient` prepares the
 * statement once per connection.
 */
export async function execute<Row>(
  em: EntityManager,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await executorOf(em).executeQuery(compiled([sql, values]), abortOf(em))
  return rows as Row[]
}

/** The same for the statement of a library, which has numbered its parameters: `$1`, `$2` … */
export async function executeNumbered<Row>(
  em: EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await executorOf(em).executeQuery({ sql, parameters, ...RAW }, abortOf(em))
  return rows as Row[]
}

/**
 * Sends independent statements on one connection without waiting in between, and waits once for all results.
 * Throws the error of the first statement that failed. In a transaction the statements after it fail too;
 * outside one, each statement commits on its own.
 */
export async function executeTogether(
  em: EntityManager,
  statements: readonly Statement[],
): Promise<readonly unknown[][]> {
  return executorOf(em)
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

/** Reserves a connection for `em` while the work runs: statements are sent on it immediately and in order. */
export async function onOneConnection<T>(em: EntityManager, work: () => Promise<T>): Promise<T> {
  return executorOf(em)
    .getExecutor()
    .provideConnection(async (connection) => {
      const onlyThis: Executor = {
        executeQuery: (query) => connection.executeQuery(query),
        getExecutor: () => ({ provideConnection: (use) => use(connection) }),
      }
      em.setTransactionContext(onlyThis as never)
      return work()
    })
}

function executorOf(em: EntityManager): Executor {
  return (em.getTransactionContext() ?? em.getKysely()) as unknown as Executor
}

/** The signal that `em` was forked with; undefined in a transaction. MikroORM hides it from other layers. */
function abortOf(em: EntityManager): Abort | undefined {
  const { getAbortOptions } = em as unknown as { getAbortOptions: () => Abort | undefined }
  return em.getTransactionContext() ? undefined : getAbortOptions.call(em)
}

interface Abort {
  readonly signal?: AbortSignal
}

interface Connection {
  executeQuery(
    query: { readonly sql: string; readonly parameters: readonly unknown[] } & typeof RAW,
    abort?: Abort,
  ): Promise<{ readonly rows: unknown[] }>
}

/** The part of Kysely, the query layer of MikroORM, that is used here. */
interface Executor extends Connection {
  getExecutor(): { provideConnection<T>(use: (connection: Connection) => Promise<T>): Promise<T> }
}

function compiled([sql, parameters]: Statement) {
  return { sql: numbered(sql), parameters, ...RAW }
}

const RAW = { query: { kind: 'RawNode' }, queryId: { queryId: 'callsheet' } } as const

const NUMBERED = new Map<string, string>()

/** `?` → `$1`, `$2` …; no statement uses `?` for anything else. */
function numbered(sql: string): string {
  const known = NUMBERED.get(sql)
  if (known !== undefined) return known
  let number = 0
  const text = sql.replaceAll('?', () => `$${++number}`)
  NUMBERED.set(sql, text)
  return text
}
