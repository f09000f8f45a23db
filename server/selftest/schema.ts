/** The self-test of the schema: it fails once a newer server has migrated the database. */
import { SCHEMA_VERSION } from '../../schema/migrations/migrations.ts'
import { newerSchema } from '../../schema/sql/newer-schema.ts'
import type { SelfTest } from '../http/context.ts'

export const schemaSelfTest: SelfTest = {
  name: 'schema',
  description: 'Checks that this server knows the schema of its database.',
  async run(em) {
    const newer = await newerSchema(em)
    if (newer === undefined) return { status: 'ok', messages: [] }
    return {
      status: 'failed',
      messages: [`The database has schema ${newer}; this server knows only ${SCHEMA_VERSION}.`],
    }
  },
}
