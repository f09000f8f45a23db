/** A lost connection fails the work in progress on it, and nothing after that. */
import assert from 'node:assert/strict'
import type { EntityManager } from '@mikro-orm/postgresql'
import { connect, type Database } from '../../../schema/sql/database.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { database, type TestDatabase } from '../../setup.ts'

const DIE = 'select pg_terminate_backend(pg_backend_pid())'
const LOST = /terminat|EPIPE|ECONNRESET|not queryable/
/** The pool size of an agent. */
const CONNECTIONS = 2

describe('A pool whose connections are lost', () => {
  let test: TestDatabase
  let pool: Database
  before(async () => {
    test = await database()
  })
  beforeEach(async () => {
    pool = await connect(test.connection, { poolSize: CONNECTIONS })
  })
  afterEach(() => pool.close(true))
  after(() => test[Symbol.asyncDispose]())
  const em = () => pool.em.fork()
  const inside = (work: (em: EntityManager) => Promise<unknown>) => em().transactional(work)

  /** Runs the work on every connection at once. */
  const each = async (work: () => Promise<unknown>) => {
    const ended = await Promise.allSettled(Array.from({ length: CONNECTIONS }, work))
    for (const one of ended) if (one.status === 'rejected') throw one.reason
  }
  /** Ends all connections; the pool notices a moment later. */
  const allDie = () => each(() => execute(em(), DIE)).catch(() => undefined)

  // biome-ignore format: a table
  const LOSSES: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['in a transaction',            () => inside((one) => execute(one, DIE))],
    ['as a transaction begins',     () => allDie().then(() => each(() => inside(async () => undefined)))],
    ['when it is committed',        () => inside((one) => execute(one, DIE).catch(() => undefined))],
    ['outside of a transaction',    () => execute(em(), DIE)],
  ]
  for (const [when, lose] of LOSSES)
    it(`replaces all connections that were lost ${when}`, async () => {
      for (let loss = 0; loss < CONNECTIONS * 2; loss += 1)
        // A loss that the pool notices in time causes no error.
        await lose().catch((error: unknown) => assert.match(String(error), LOST))
      const answers = Array.from({ length: CONNECTIONS }, () =>
        inside((one) => execute(one, 'select 1 as one')),
      )
      assert.deepEqual(await Promise.all(answers), [[{ one: 1 }], [{ one: 1 }]])
    })

  it('hands out no connection with an open transaction', async () => {
    const unfinished = () => em().execute('begin; select 1 / 0; commit')
    for (let time = 0; time < CONNECTIONS * 2; time += 1)
      await assert.rejects(unfinished(), /division by zero/)
    const answers = Array.from({ length: CONNECTIONS }, () => execute(em(), 'select 1 as one'))
    assert.deepEqual(await Promise.all(answers), [[{ one: 1 }], [{ one: 1 }]])
  })

  it('with `forFewRows` ends idle transactions, such as those of a frozen process, so that their locks are released', async () => {
    const frozen = await connect(test.connection, { poolSize: 1, forFewRows: true })
    await execute(em(), 'create table held (word text)')
    await execute(em(), "insert into held values ('one')")
    const stuck = frozen.em.fork()
    await stuck.begin()
    await execute(stuck, 'select word from held for update')
    const since = performance.now()
    assert.deepEqual(await execute(em(), 'select word from held for update'), [{ word: 'one' }])
    assert.ok(performance.now() - since < 8_000)
    await assert.rejects(execute(stuck, 'select 1'), LOST)
    await stuck.rollback()
    await frozen.close(true)
  }).timeout(20_000)

  it('closes a connection whose statement exceeds its time limit, and uses another', async () => {
    await pool.close()
    pool = await connect(test.connection, { poolSize: CONNECTIONS, answerWithinMs: 1_000 })
    const slow = () => execute(em(), 'select pg_sleep(?)', [20])
    for (let loss = 0; loss < CONNECTIONS * 2; loss += 1) await assert.rejects(slow(), /Query read timeout/)
    assert.deepEqual(await execute(em(), 'select 1 as one'), [{ one: 1 }])
  })
})
