/** Closing a pool while it is used. */
import assert from 'node:assert/strict'
import { connect, type Database } from '../../../schema/sql/database.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { database, type TestDatabase } from '../../setup.ts'

describe('A pool that is closed', () => {
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())

  const ask = (pool: Database) => execute(pool.em.fork(), 'select 1 as one')

  // biome-ignore format: a table
  for (const [when, asked] of [
    ['while a connection is being acquired',        1],
    ['while requests wait for new connections',     5],
  ] as const)
    it(`${when} runs the statements requested before, and then closes`, async () => {
      const pool = await connect(test.connection, { poolSize: 2 })
      await ask(pool)
      const asking = Array.from({ length: asked }, () => ask(pool))
      const closing = pool.close()
      assert.deepEqual(await Promise.all(asking), asking.map(() => [{ one: 1 }]))
      await closing
    })

  it('refuses later statements rather than connecting again', async () => {
    const pool = await connect(test.connection, { poolSize: 2 })
    await ask(pool)
    await pool.close()
    await assert.rejects(ask(pool), { message: 'the connection pool is closed' })
    await assert.rejects(
      pool.em.fork().transactional((em) => execute(em, 'select 1')),
      { message: 'the connection pool is closed' },
    )
    await pool.close()
  })
})
