/** Tells whether the schema of a database is newer than this release. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { MIGRATIONS, SCHEMA_VERSION } from '../migrations/migrations.ts'
import { execute } from './execute.ts'

/** The database has migrations that this release does not know. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema'

  /** `version`: the last migration of the database. */
  constructor(version: string) {
    super(
      `the database has schema ${version}, and this release knows only ${SCHEMA_VERSION}: ` +
        'start the newer release, or restore the backup from before the upgrade',
    )
  }
}

/** The last migration that this release does not know; undefined if it knows all. The schema must exist. */
export async function newerSchema(em: EntityManager): Promise<string | undefined> {
  const [row] = await execute<{ readonly newest: string | null }>(em, NEWEST_UNKNOWN, KNOWN)
  return row?.newest ?? undefined
}

/** Throws NewerSchema. Accepts a database without a schema. */
export async function refuseNewerSchema(em: EntityManager): Promise<void> {
  const [row] = await execute<{ readonly exists: boolean }>(em, HAS_SCHEMA)
  const newer = row?.exists ? await newerSchema(em) : undefined
  if (newer !== undefined) throw new NewerSchema(newer)
}

const KNOWN = [MIGRATIONS.map(({ name }) => name)]
const HAS_SCHEMA = /* sql */ `select to_regclass('callsheet.migration') is not null as exists`
const NEWEST_UNKNOWN = /* sql */ `select max(name) as newest from callsheet.migration where name <> all (?)`
