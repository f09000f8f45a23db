/** What attempts say is written in the order in which it was said: who follows a log goes on from the last line they have seen. */
import assert from 'node:assert/strict'
import { readLog } from '../../../../schema/queries/records/read-log.ts'
import { Report } from '../../../../steps/engine/attempt/report.ts'
import { clock } from '../../../../steps/engine/runtime/clock.ts'
import { job } from '../../../factory.ts'
import { database, type TestDatabase } from '../../../setup.ts'

const RUN = 7_001

describe('Report', () => {
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())

  it('leaves out progress that is no number, and keeps that of the others', async () => {
    const report = new Report(test.database, clock)
    const said = { total: null, unit: null }
    report.progress({ attempt: RUN + 1, value: Number.NaN, ...said })
    report.progress({ attempt: RUN + 2, value: 5, ...said })
    await report.written()
    const rows = await test.database.em
      .fork()
      .execute('select attempt_id::integer as id, value from callsheet.progress')
    assert.deepEqual(rows, [{ id: RUN + 2, value: 5 }])
  })

  it('keeps the lines that went along with work that failed', async () => {
    const report = new Report(test.database, clock)
    report.log(RUN, 'info', 'said')
    await assert.rejects(
      report.along(async (log) => {
        assert.equal(log.length, 1)
        throw new Error('rolled back')
      }),
      /rolled back/,
    )
    await report.written()
    const rows = await test.database.em.fork().execute('delete from callsheet.log_line returning line, text')
    assert.deepEqual(rows, [{ line: 1, text: 'said' }])
  })

  it('shows no line before those that were said before it, though the end of the attempt writes, too', async () => {
    const steps = [{ number: 100, runs: [{ id: RUN, state: 'STARTED_ASYNCHRONOUS' }] }] as const
    const id = await job(test.database, { state: 'STARTED', steps })
    const read = async () => {
      const { lines } = await readLog(test.database.em.fork(), id, { number: 10 })
      return lines.map(({ text }) => text)
    }
    const report = new Report(test.database, clock)
    const [stop, errors] = [new AbortController(), [] as unknown[]]
    const running = report.run(stop.signal, (event) => void errors.push(event))
    const blocking = test.database.em.fork()
    await blocking.begin()
    await blocking.execute(BLOCK, [RUN])
    report.log(RUN, 'info', 'first')
    while ((await test.database.em.fork().execute(WAITING)).length === 0) await clock.sleep(5)
    report.log(RUN, 'info', 'second')
    const finished = report.written()
    // As long as a statement takes that has nothing to wait for, and longer.
    await clock.sleep(300)
    const meanwhile = await read()
    await blocking.rollback()
    await finished
    stop.abort()
    await running
    assert.deepEqual([meanwhile, await read(), errors], [[], ['first', 'second'], []])
  })
})

/** Makes whoever writes that line wait. */
const BLOCK = `insert into callsheet.log_line (attempt_id, line, at, level, text) values (?, 1, now(), 'info', '')`

const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
