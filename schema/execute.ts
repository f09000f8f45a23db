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
  const { rows } = await through.executeQuery({ sql: numbered(sql), parameters: values, ...RAW })
  return rows as Row[]
}

/** What we use of Kysely, which MikroORM sends everything through. */
interface Through {
  executeQuery(
    query: { readonly sql: string; readonly parameters: readonly unknown[] } & typeof RAW,
  ): Promise<{ readonly rows: unknown[] }>
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
