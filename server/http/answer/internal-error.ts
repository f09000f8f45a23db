import { isDatabaseAway } from '../../../schema/sql/database-away.ts'

/** Logs an error that is not the client's and says what can be told of it. Nothing was done where the database was `away`. */
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
