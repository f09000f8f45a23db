/** Recurring work is done once each time, however many servers there are. */
import assert from 'node:assert/strict'
import { readConfig } from '../../../config/config.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { BackgroundQueue } from '../../../server/background/background-queue.ts'
import { LazyQueue } from '../../../server/background/lazy-queue.ts'
import { Recurring, recurringWork } from '../../../server/background/recurring.ts'
import { database, type TestDatabase } from '../../setup.ts'
import { eventually } from '../life/outside.ts'

describe('Recurring work', () => {
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())
  const sql = <Row>(text: string) => execute<Row>(test.database.em.fork(), text)

  it('is done by one of two servers, also if no server was there at its time', async function () {
    this.timeout(60_000)
    const errors: unknown[] = []
    const runs: string[] = []
    const server = async (name: string) => {
      const queue = new LazyQueue(() =>
        BackgroundQueue.open(test.connection, (error) => errors.push(error), 1),
      )
      const run = async () => void runs.push(name)
      const work = [{ name: 'daily', cron: '0 3 1 1 *', run }]
      const onError = (error: unknown) => errors.push(error)
      const recurring = new Recurring({ open: () => queue.get(), work, onError, afterMs: 10 })
      return { queue, recurring }
    }
    const servers = [await server('one'), await server('other')]
    await eventually('both are ready', async () => {
      const known = await sql<{ known: boolean }>(
        `select to_regclass('callsheet_queue.schedule') is not null as known`,
      )
      return known[0]?.known === true && (await sql('select from callsheet_queue.schedule')).length === 1
    })
    assert.deepEqual(runs, [])
    // They have been off for two years.
    await sql(`update callsheet_queue.schedule set created_on = now() - interval '3 years'`)
    await sql(`update callsheet_queue.version set cron_on = now() - interval '2 years'`)
    await eventually('it is done', () => runs.length > 0, 30_000)
    const counted = async () =>
      sql<{ state: string; jobs: number }>(
        `select state, count(*)::integer as jobs from callsheet_queue.job where name = 'daily' group by 1`,
      )
    await eventually('it is recorded', async () => (await counted())[0]?.state === 'completed')
    assert.deepEqual(await counted(), [{ state: 'completed', jobs: 1 }])
    for (const { queue, recurring } of servers) {
      await recurring[Symbol.asyncDispose]()
      await queue[Symbol.asyncDispose]()
    }
    assert.deepEqual([runs.length, errors], [1, []])
  })

  describe('of the servers', () => {
    const read = readConfig({ RETENTION_HOUR: '4' })
    if ('wrong' in read) throw new Error('the settings are wrong')
    const { config } = read
    const said: unknown[] = []
    const work = (isOutdated = false) =>
      recurringWork({
        ...{ config, fork: () => test.database.em.fork(), isOutdated: () => isOutdated },
        onError: (error) => said.push(error),
        onGone: ({ postponed }) => said.push(postponed),
      })
    const signal = new AbortController().signal

    it('is retention, at its hour, and upkeep, each hour', () =>
      assert.deepEqual(
        work().map(({ name, cron }) => [name, cron]),
        [
          ['retention', '0 4 * * *'],
          ['upkeep', '30 * * * *'],
        ],
      ))

    it('says what has gone', async () => {
      for (const { run } of work()) await run(signal)
      assert.deepEqual(said, [[]])
    })

    it('forgets the keys of requests after a day', async () => {
      await sql(`insert into callsheet.idempotency (user_name, key, fingerprint, job_id, at)
        values ('ann', 'old', '', 1, callsheet.now() - interval '25 hours'), ('ann', 'new', '', 1, callsheet.now())`)
      await work()[1]?.run(signal)
      assert.deepEqual(await sql('select key from callsheet.idempotency'), [{ key: 'new' }])
    })

    it('is left to a newer server', async () => {
      for (const { run } of work(true)) await assert.rejects(run(signal), /newer server/)
    })
  })
})
