/** Logs a server error and explains it to the client without details. */
import { isDatabaseAway } from '../../../schema/sql/database-away.ts'

/** `away`: the database could not be reached, so nothing was changed. */
export function internalError(
  error: unknown,
  logged: (error: unknown) => string,
): { readonly explanation: string; readonly away: boolean } {
  const id = logged(error)
  const away = isDatabaseAway(error)
  return {
    away,
    explanation: away ? `The database cannot be reached (${id})` : `Unexpected error (logged as ${id})`,
  }
}
