/** Checks the PostgreSQL at DATABASE_URL, for `--check`. The start checks it when it opens it. */
import type { Config } from '../../../config/config.ts'
import type { ServerRole } from '../arguments.ts'
import { CannotStart } from '../cannot-start.ts'
import { connectionOf } from '../database/connection-of.ts'
import { databaseProblems } from '../database/database-problems.ts'
import { reasonOf } from '../database/while-away.ts'

/** One message for each problem. The embedded PostgreSQL is not checked: it may not run yet. */
export async function checkDatabase(role: ServerRole, { databaseUrl }: Config): Promise<readonly string[]> {
  if (databaseUrl === undefined) return []
  try {
    return await databaseProblems(connectionOf(databaseUrl), role)
  } catch (error) {
    if (error instanceof CannotStart) return [error.message]
    return [`Cannot use the PostgreSQL at DATABASE_URL: ${reasonOf(error)}`]
  }
}
