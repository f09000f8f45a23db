/** The maintenance of the elected node, and its interval. */
import assert from 'node:assert/strict'
import { Maintenance } from '../../../../steps/engine/node/maintenance.ts'
import { job } from '../../../factory.ts'
import { database, type TestDatabase } from '../../../setup.ts'

describe('Maintenance', () => {
  let test: TestDatabase
  let now = 0
  before(async () => {
    test = await database()
  })
  after(async () => {
    await test[Symbol.asyncDispose]()
  })

  it('aggregates the job counts immediately, and then every ten seconds', async () => {
    const clock = { now: () => now, sleep: async () => undefined }
    const maintenance = new Maintenance(test.database, clock)
    const kept = async () => (await test.database.em.fork().execute('select from callsheet.job_count')).length
    const three = async () => {
      for (let one = 0; one < 3; one += 1) await job(test.database)
    }
    // biome-ignore format: a table
    for (const [at, rows] of [[0, 1], [9_999, 4], [10_000, 1], [19_999, 4], [20_000, 1]] as const) {
      now = at
      if (rows > 1 || at === 0) await three()
      await maintenance.round()
      assert.equal(await kept(), rows, `after ${at} ms`)
    }
  })
})
