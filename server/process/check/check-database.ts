/** Checks the PostgreSQL at DATABASE_URL, for `--check`. The start checks it when it opens it. */
import type { Config } from '../../../config/config.ts'
import { type Connection, connect } from '../../../schema/sql/database.ts'
import { refuseNewerSchema } from '../../../schema/sql/newer-schema.ts'
import type { ServerRole } from '../arguments.ts'
import { CannotStart } from '../cannot-start.ts'
import { connectionOf } from '../database/connection-of.ts'
import { databaseProblems } from '../database/database-problems.ts'
import { reasonOf } from '../database/while-away.ts'

/** One message for each problem. The embedded PostgreSQL is not checked: it may not run yet. */
export async function checkDatabase(role: ServerRole, { databaseUrl }: Config): Promise<readonly string[]> {
  if (databaseUrl === undefined) return []
  try {
    const connection = connectionOf(databaseUrl)
    const problems = await databaseProblems(connection, role)
    if (problems.length === 0) await checkSchema(connection)
    return problems
  } catch (error) {
    if (error instanceof CannotStart) return [error.message]
    return [`Cannot use the PostgreSQL at DATABASE_URL: ${reasonOf(error)}`]
  }
}

/** Throws for the schema of a newer release. */
async function checkSchema(connection: Connection): Promise<void> {
  const database = await connect(connection, { poolSize: 1 })
  try {
    await refuseNewerSchema(database.em.fork())
  } finally {
    await database.close()
  }
}
