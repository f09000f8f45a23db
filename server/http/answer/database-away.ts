/** Recognizes errors of an unreachable database. */

/** Whether no connection to PostgreSQL could be made, so the request has had no effect and can be retried. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  // 57P03 cannot_connect_now: PostgreSQL is starting or stopping. A broken connection does not count.
  if (syscall === 'connect' || code === '57P03') return true
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  return isDatabaseAway(error.cause)
}
