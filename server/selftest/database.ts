import type { SelfTest } from '../http/context.ts'

export const databaseSelfTest: SelfTest = {
  name: 'database',
  description: 'Whether PostgreSQL answers.',
  async run(em) {
    await em.execute('select 1')
    return { status: 'ok', messages: [] }
  },
}
