/** Cancels statements in PostgreSQL that their caller no longer waits for. */

import type { DatabaseConnection } from 'kysely'

/**
 * Makes the connection cancel a statement when the signal that came with it is aborted. The statement ends
 * only once the request to cancel it has been answered too. Until then the connection does not return to the
 * pool, so the request cannot reach a statement of another caller. The caller has the reason of its signal by
 * then, so an aborted statement ends without an error.
 */
export function cancellable(
  connection: DatabaseConnection,
  isInTransaction: (connection: DatabaseConnection) => boolean,
): DatabaseConnection {
  if (CANCELLABLE.has(connection)) return connection
  CANCELLABLE.add(connection)
  const send = connection.executeQuery.bind(connection)
  const executeQuery: DatabaseConnection['executeQuery'] = async (query, options) => {
    const signal = options?.signal
    if (!signal || isInTransaction(connection)) return send(query, options)
    await connection.collectSessionInfo?.()
    return endingWith(signal, send(query, options), () => connection.cancelQuery?.(noConnection))
  }
  return Object.assign(connection, { executeQuery })
}

const CANCELLABLE = new WeakSet<DatabaseConnection>()

/** The request to cancel is sent on a new connection, because the pool may have none that is free. */
function noConnection(): never {
  throw new Error('a cancellation needs no connection of the pool')
}

async function endingWith<T extends { readonly rows: unknown[] }>(
  signal: AbortSignal,
  answer: Promise<T>,
  cancel: () => Promise<unknown> | undefined,
): Promise<T> {
  let cancelled: Promise<unknown> | undefined
  const onAbort = () => {
    // It fails if the statement has ended meanwhile, or without a connection: then its time limit ends it.
    cancelled = cancel()?.catch(() => undefined)
  }
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await answer
  } catch (error) {
    if (cancelled) return { rows: [] as unknown[] } as T
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    await cancelled
  }
}
