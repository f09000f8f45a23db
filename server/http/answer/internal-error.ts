/** Says to a client that a request failed for a reason that is not the client's. */
import { isDatabaseAway } from '../../../schema/sql/database-away.ts'

/** Logs the error, and answers what the client may know of it. Where the database was `away`, nothing was done. */
export function internalError(
  error: unknown,
  logged: (error: unknown) => string,
): { readonly explanation: string; readonly away: boolean } {
  const id = logged(error)
  const away = isDatabaseAway(error)
  return {
    away,
    explanation: away
      ? `The database cannot be reached (${id})`
      : `Something unexpected went wrong. It is in the log as ${id}`,
  }
}
