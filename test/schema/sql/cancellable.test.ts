/** A statement that its caller has abandoned ends in PostgreSQL, and no other statement with it. */
import assert from 'node:assert/strict'
import type { EntityManager } from '@mikro-orm/postgresql'
import { connect, type Database } from '../../../schema/sql/database.ts'
import { isTimedOut } from '../../../schema/sql/database-away.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { until } from '../../server/stream/listener.ts'
import { database, type TestDatabase } from '../../setup.ts'

const SLEEP = 'select pg_sleep(20)'
const RUNNING = `select pid from pg_stat_activity where query = '${SLEEP}' and state = 'active' and datname = current_database()`

describe('A statement whose caller is gone', () => {
  let test: TestDatabase
  let pool: Database
  before(async () => {
    test = await database()
    pool = await connect(test.connection, { poolSize: 1 })
  })
  after(async () => {
    await pool.close(true)
    await test[Symbol.asyncDispose]()
  })
  const running = async () => (await test.database.em.fork().execute<unknown[]>(RUNNING)).length
  const abandoned = (signal: AbortSignal) => pool.em.fork({ signal })

  // biome-ignore format: a table
  const WAYS: readonly (readonly [string, (em: EntityManager) => Promise<unknown>])[] = [
    ['em.execute', (em) => em.execute(SLEEP)],
    ['execute',    (em) => execute(em, SLEEP)],
  ]
  for (const [name, ask] of WAYS)
    it(`is cancelled in PostgreSQL when it was sent with ${name}`, async () => {
      const gone = new AbortController()
      const asked = assert.rejects(ask(abandoned(gone.signal)), /gone/)
      await until('the statement runs', async () => (await running()) === 1)
      gone.abort(new Error('gone'))
      await asked
      await until('the statement has ended', async () => (await running()) === 0)
    })

  it('returns its connection only when the cancellation can no longer reach the next statement', async () => {
    for (let time = 0; time < 40; time += 1) {
      const gone = new AbortController()
      // Some end before they are cancelled, some while, some after.
      const asked = execute(abandoned(gone.signal), 'select pg_sleep(?)', [0.02]).catch(() => undefined)
      setTimeout(() => gone.abort(new Error('gone')), time)
      const next = [execute(pool.em.fork(), 'select 1 as one, pg_sleep(0.02)::text')]
      await asked
      next.push(execute(pool.em.fork(), 'select 1 as one, pg_sleep(0.02)::text'))
      assert.deepEqual((await Promise.all(next)).flat(), [
        { one: 1, pg_sleep: '' },
        { one: 1, pg_sleep: '' },
      ])
    }
  }).timeout(20_000)

  it('is not cancelled in a transaction, which commits or rolls back as a whole', async () => {
    const gone = new AbortController()
    const work = abandoned(gone.signal).transactional(async (em) => {
      const answer = execute(em, 'select 1 as one, pg_sleep(0.3)::text')
      setTimeout(() => gone.abort(new Error('gone')), 50)
      return answer
    })
    assert.deepEqual(await work.catch((error: Error) => error.message), [{ one: 1, pg_sleep: '' }])
  })

  it('is cancelled at its time limit, and its connection goes on', async () => {
    await using limited = await open({ poolSize: 1, statementWithinMs: 300 })
    const pid = async () => execute(limited.pool.em.fork(), 'select pg_backend_pid()')
    const before = await pid()
    for (const ask of [
      () => execute(limited.pool.em.fork(), SLEEP),
      () => limited.pool.em.fork().execute(SLEEP),
    ])
      await assert.rejects(ask(), isTimedOut)
    assert.deepEqual(await pid(), before)
  })

  async function open(options: Parameters<typeof connect>[1]) {
    const opened = await connect(test.connection, options)
    return { pool: opened, [Symbol.asyncDispose]: () => opened.close(true) }
  }
})
