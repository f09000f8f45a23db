import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../schema/sql/execute.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { database, type TestDatabase } from '../setup.ts'

describe('callsheet.now()', () => {
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())

  it('is the time of the statement, not of its transaction: it never precedes rows that the statement can see', async () => {
    const now = async (em: EntityManager = test.database.em.fork()) => {
      const [row] = await execute<{ readonly now: number }>(em, NOW)
      return row?.now ?? Number.NaN
    }
    const [first = 0, other = 0, last = 0] = await transaction(test.database.em.fork(), async (em) => {
      const began = await now(em)
      await sleep(5)
      return [began, await now(), await now(em)]
    })
    assert.ok(first < other && other <= last, `${first}, then ${other}, then ${last}`)
  })

  it('is constant within a statement, in whole milliseconds', async () => {
    const [row] = await execute<{ readonly times: number }>(
      test.database.em.fork(),
      `select count(distinct callsheet.now())::integer as times from generate_series(1, 3), pg_sleep(0.005)`,
    )
    assert.deepEqual(row, { times: 1 })
    const parts = await execute(
      test.database.em.fork(),
      `select extract(microseconds from callsheet.now())::integer % 1000 as rest`,
    )
    assert.deepEqual(parts, [{ rest: 0 }])
  })
})

const NOW = `select extract(epoch from callsheet.now())::float8 * 1000 as now`
