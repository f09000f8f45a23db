/** Logs a server error and explains it to the client without details. */
import { isDatabaseAway, isTimedOut } from '../../../schema/sql/database-away.ts'

/** `away`: the database could not be reached, so nothing was changed. */
export function internalError(
  error: unknown,
  logged: (error: unknown) => string,
): { readonly explanation: string; readonly away: boolean } {
  const id = logged(error)
  const away = isDatabaseAway(error)
  if (away) return { away, explanation: `The database cannot be reached (${id})` }
  if (isTimedOut(error)) return { away, explanation: `The database took too long (${id})` }
  return { away, explanation: `Unexpected error (logged as ${id})` }
}
