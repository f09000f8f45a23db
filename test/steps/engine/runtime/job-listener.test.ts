/** Waits for a job end with a wake-up, and without one by a check once a second. */
import assert from 'node:assert/strict'
import { clock } from '../../../../steps/engine/runtime/clock.ts'
import { JobListener } from '../../../../steps/engine/runtime/job-listener.ts'
import { Wake } from '../../../../steps/engine/runtime/wake.ts'
import { job } from '../../../factory.ts'
import { database, type TestDatabase } from '../../../setup.ts'

const NEVER = new AbortController().signal
const LONG = 60_000

describe('A wait for a job ends', () => {
  let test: TestDatabase
  let changes: JobListener
  const errors: unknown[] = []
  const rows = <Row extends object>(statement: string, values: readonly unknown[] = []) =>
    test.database.em.fork().execute<Row[]>(statement, [...values])
  const wakeUp = (id: number) => new Wake(test.database, assert.ifError).call(`job:${id}`)
  /** The connections that listen. */
  const listeners = () =>
    rows<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and (query = 'listen callsheet' or query like 'select id, state from callsheet.job where id = any%')`,
    )
  const listening = async () => {
    while ((await listeners()).length === 0) await clock.sleep(5)
  }

  before(async () => {
    test = await database()
    changes = new JobListener(test.connection, clock, (error) => errors.push(error))
    await listening()
  })
  after(async () => {
    await changes[Symbol.asyncDispose]()
    await test[Symbol.asyncDispose]()
  })

  it('with a wake-up, even if the state is unchanged', async () => {
    const id = await job(test.database)
    using watch = changes.watch(id)
    const moved = watch.moved('READY', LONG, NEVER)
    wakeUp(id)
    await moved
  })

  it('with a wake-up that came before it began', async () => {
    const [id, other] = [await job(test.database), await job(test.database)]
    using watch = changes.watch(id)
    using second = changes.watch(other)
    const ended = second.moved('READY', LONG, NEVER)
    wakeUp(id)
    wakeUp(other)
    await ended
    await watch.moved('READY', LONG, NEVER)
  })

  it('without a wake-up if the job is in another state', async () => {
    const id = await job(test.database)
    using watch = changes.watch(id)
    const moved = watch.moved('READY', LONG, NEVER)
    await rows(`update callsheet.job set state = 'STARTED' where id = ? returning id`, [id])
    await moved
  })

  it('without a wake-up if the job was deleted', async () => {
    const id = await job(test.database)
    using watch = changes.watch(id)
    const moved = watch.moved('READY', LONG, NEVER)
    await rows('delete from callsheet.job where id = ? returning id', [id])
    await moved
  })

  it('without a wake-up if the connection was cut meanwhile', async () => {
    const id = await job(test.database)
    using watch = changes.watch(id)
    const moved = watch.moved('READY', LONG, NEVER)
    const [listener] = await listeners()
    await rows('select pg_terminate_backend(?) as done', [listener?.pid])
    await rows(`update callsheet.job set state = 'STARTED' where id = ? returning id`, [id])
    await moved
    assert.notEqual(errors.length, 0)
  })

  it('after its time limit, and when its signal is aborted', async () => {
    const id = await job(test.database)
    using watch = changes.watch(id)
    await watch.moved('READY', 5, NEVER)
    const gone = new AbortController()
    const moved = watch.moved('READY', LONG, gone.signal)
    gone.abort()
    await moved
  })

  it('for a thousand waits at once, on one connection', async () => {
    const id = await job(test.database)
    await listening()
    const waits = Array.from({ length: 1_000 }, async () => {
      using watch = changes.watch(id)
      await watch.moved('READY', LONG, NEVER)
    })
    assert.equal(changes.watching, 1_000)
    assert.equal((await listeners()).length, 1)
    wakeUp(id)
    await Promise.all(waits)
    assert.equal(changes.watching, 0)
  })

  it('when the server stops', async () => {
    const stop = new AbortController()
    await using stopping = new JobListener(test.connection, clock, assert.ifError, stop.signal)
    using watch = stopping.watch(await job(test.database))
    const moved = watch.moved('READY', LONG, NEVER)
    stop.abort()
    await moved
    assert.ok(stopping.stopped)
  })
})
