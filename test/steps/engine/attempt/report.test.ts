/** Log lines are written in order, so that a client can continue after the last line it has read. */
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

  it('skips progress that is not a number, and writes that of other attempts', async () => {
    const report = new Report(test.database, clock)
    const rest = { total: null, unit: null }
    report.progress({ job: 1, attempt: RUN + 1, value: Number.NaN, ...rest })
    report.progress({ job: 1, attempt: RUN + 2, value: 5, ...rest })
    await report.written()
    const rows = await test.database.em
      .fork()
      .execute('select attempt_id::integer as id, value from callsheet.progress')
    assert.deepEqual(rows, [{ id: RUN + 2, value: 5 }])
  })

  it('counts warnings and errors beside the progress, which stays if only they follow', async () => {
    const report = new Report(test.database, clock)
    const of = { job: 1, attempt: RUN + 3 }
    const read = () =>
      test.database.em
        .fork()
        .execute('select value, total, unit, warnings, errors from callsheet.progress where attempt_id = ?', [
          of.attempt,
        ])
    report.log(of, 'warning', 'late')
    report.log(of, 'info', 'begun')
    await report.written()
    assert.deepEqual(await read(), [{ value: null, total: null, unit: null, warnings: 1, errors: 0 }])
    report.progress({ ...of, value: 5, total: 10, unit: 'percent' })
    report.log(of, 'error', 'corrupt')
    await report.written()
    report.log(of, 'error', 'corrupt')
    await report.written()
    assert.deepEqual(await read(), [{ value: 5, total: 10, unit: 'percent', warnings: 1, errors: 2 }])
  })

  it('never counts back, even if a step goes on after its end', async () => {
    const of = { job: 1, attempt: RUN + 5 }
    const report = new Report(test.database, clock)
    for (const _ of [1, 2, 3]) report.log(of, 'error', 'corrupt')
    await report.written()
    report.forget(of.attempt)
    report.log(of, 'error', 'late')
    await report.written()
    const rows = await test.database.em
      .fork()
      .execute('select errors from callsheet.progress where attempt_id = ?', [of.attempt])
    assert.deepEqual(rows, [{ errors: 3 }])
  })

  it('loses no progress when a batch fails and only warnings follow', async () => {
    const of = { job: 1, attempt: RUN + 4 }
    let isAway = true
    const away = { em: { fork: () => (isAway ? assert.fail('away') : test.database.em.fork()) } }
    const report = new Report(away as never, clock)
    report.progress({ ...of, value: 5, total: null, unit: 'bytes' })
    const failed = assert.rejects(report.progressWritten(), /away/)
    report.log(of, 'warning', 'late')
    await failed
    isAway = false
    await report.progressWritten()
    const rows = await test.database.em
      .fork()
      .execute('select value, unit, warnings from callsheet.progress where attempt_id = ?', [of.attempt])
    assert.deepEqual(rows, [{ value: 5, unit: 'bytes', warnings: 1 }])
  })

  it('keeps the lines that were part of a failed transaction', async () => {
    const report = new Report(test.database, clock)
    report.log({ job: 1, attempt: RUN }, 'info', 'said')
    await assert.rejects(
      report.along(async (log) => {
        assert.equal(log.length, 1)
        throw new Error('rolled back')
      }),
      /rolled back/,
    )
    await report.written()
    const rows = await test.database.em
      .fork()
      .execute('delete from callsheet.log_line where attempt_id = ? returning line, text', [RUN])
    assert.deepEqual(rows, [{ line: 1, text: 'said' }])
  })

  it('shows no line before earlier ones, even if the end of the attempt also writes', async () => {
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
    await blocking.execute(BLOCK, [id, RUN])
    report.log({ job: id, attempt: RUN }, 'info', 'first')
    while ((await test.database.em.fork().execute(WAITING)).length === 0) await clock.sleep(5)
    report.log({ job: id, attempt: RUN }, 'info', 'second')
    const finished = report.written()
    // Longer than a statement takes that waits for nothing.
    await clock.sleep(300)
    const meanwhile = await read()
    await blocking.rollback()
    await finished
    stop.abort()
    await running
    assert.deepEqual([meanwhile, await read(), errors], [[], ['first', 'second'], []])
  })
})

/** Blocks other transactions that write this line. */
const BLOCK = `insert into callsheet.log_line (job_id, attempt_id, line, at, level, text) values (?, ?, 1, now(), 'info', '')`

const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
