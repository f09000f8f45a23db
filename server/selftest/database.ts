/** The self-test of the database connection. */
import type { SelfTest } from '../http/context.ts'

export const databaseSelfTest: SelfTest = {
  name: 'database',
  description: 'Checks that PostgreSQL responds.',
  async run(em) {
    await em.execute('select 1')
    return { status: 'ok', messages: [] }
  },
}
