/** Tells the absence of the database, and its time limits, from other errors. */

/** Whether no connection to PostgreSQL could be made: nothing was done, and it may pass. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  if (AWAY_SYSCALLS.test(syscall ?? '') || AWAY_CODES.test(code ?? '') || AWAY_MESSAGES.test(error.message))
    return true
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  return isDatabaseAway(error.cause)
}

/** Making a connection, and looking up the name of its host. */
const AWAY_SYSCALLS = /^(connect|getaddrinfo)$/
/** 57P03 cannot_connect_now: it is starting, recovering or stopping. 53300 too_many_connections. */
const AWAY_CODES = /^(57P03|53300)$/
/** The error of `pg` for a connection that took too long has no code. */
const AWAY_MESSAGES = /^timeout expired$/

/** Whether no connection could be made, or one broke: what was sent may or may not have been done. */
export function isConnectionLost(error: unknown): boolean {
  if (isDatabaseAway(error)) return true
  if (!(error instanceof Error)) return false
  const { code = '' } = error as NodeJS.ErrnoException
  return LOST_CODES.test(code) || LOST_MESSAGES.test(error.message) || isConnectionLost(error.cause)
}

/** Whether PostgreSQL has cancelled the statement, as it exceeded the time limit of its connection. */
export function isTimedOut(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === '57014'
}

/** Connection exceptions, shutdowns, and sockets that broke. */
const LOST_CODES = /^(08...|57P0[1-5]|ECONNRESET|EPIPE|ETIMEDOUT)$/
/** Errors of `pg` have no code. */
const LOST_MESSAGES = /connection (terminated|error|ended)|query read timeout|timeout exceeded|not queryable/i
