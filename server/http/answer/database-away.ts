/** Whether an error says that no connection to PostgreSQL could be made: nothing was done, and it will pass. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  // 57P03 cannot_connect_now: it is starting or stopping. A connection that broke in the middle is not meant.
  if (syscall === 'connect' || code === '57P03') return true
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  return isDatabaseAway(error.cause)
}
