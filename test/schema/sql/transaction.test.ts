import assert from 'node:assert/strict'
import { connect, type Database } from '../../../schema/sql/database.ts'
import { execute, executeTogether } from '../../../schema/sql/execute.ts'
import { commitWith, transaction } from '../../../schema/sql/transaction.ts'
import { database, type TestDatabase } from '../../setup.ts'

describe('transaction', () => {
  let test: TestDatabase
  let pool: Database
  before(async () => {
    test = await database()
    // With one connection, a test hangs if the connection is not returned.
    pool = await connect(test.connection, { poolSize: 1 })
    await execute(pool.em.fork(), 'create table kept (word text)')
  })
  after(async () => {
    await pool.close()
    await test[Symbol.asyncDispose]()
  })
  const words = async () =>
    (await execute<{ word: string }>(pool.em.fork(), 'select word from kept')).map(({ word }) => word)
  const put = 'insert into kept (word) values (?)'

  it('commits all statements, and returns the result of the work', async () => {
    const answer = await transaction(pool.em.fork(), async (em) => {
      await execute(em, put, ['one'])
      const [, [row]] = (await executeTogether(em, [
        [put, ['two']],
        ['select count(*)::integer as count from kept', []],
      ])) as [unknown[], [{ count: number }]]
      return row.count
    })
    assert.equal(answer, 2)
    assert.deepEqual(await words(), ['one', 'two'])
  })

  it('commits with its last statements, before those that run afterwards', async () => {
    const seen =
      'select count(*)::integer as count, pg_current_xact_id_if_assigned() is null as over from kept'
    const [last, afterwards] = await transaction(pool.em.fork(), async (em) => {
      await execute(em, put, ['three'])
      const committed = await commitWith(em, [[`${put} returning word`, ['four']]], [[seen, []]])
      return [committed.answers, await committed.afterwards]
    })
    assert.deepEqual([last, afterwards], [[[{ word: 'four' }]], [[{ count: 4, over: true }]]])
  })

  // biome-ignore format: a table
  for (const [title, work, refused] of [
    ['the work throws', () => Promise.reject(new Error('not this')), /not this/],
    ['a statement fails', (em) => execute(em, 'select 1 / 0'), /division by zero/],
    ['one of several statements sent together fails', (em) => executeTogether(em, [['select 1 / 0', []], ['select 1', []]]), /division by zero/],
    ['one of its last statements fails', (em) => commitWith(em, [[put, ['lost']], ['select 1 / 0', []]]), /division by zero/],
    ['its commit fails', (em) => commitWith(em, [['create temporary table late (a integer unique deferrable initially deferred)', []], ['insert into late values (1), (1)', []]]), /duplicate key/],
    ['the connection is lost', (em) => execute(em, 'select pg_terminate_backend(pg_backend_pid())'), /terminat|EPIPE|ECONNRESET/],
  ] satisfies readonly (readonly [string, Parameters<typeof transaction>[1], RegExp])[])
    it(`keeps nothing if ${title}, and returns its connection`, async () => {
      const before = await words()
      const attempt = transaction(pool.em.fork(), async (em) => {
        await execute(em, put, ['lost'])
        return work(em)
      })
      await assert.rejects(attempt, refused)
      assert.deepEqual(await words(), before)
    })
})
