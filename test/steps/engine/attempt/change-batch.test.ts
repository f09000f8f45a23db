/** Changes of several jobs in one transaction: none waits for another, and a failure affects no other. */
import assert from 'node:assert/strict'
import type { LockedJob } from '../../../../schema/queries/transition/lock-job.ts'
import { ChangeBatch } from '../../../../steps/engine/attempt/change-batch.ts'
import { Report } from '../../../../steps/engine/attempt/report.ts'
import { clock } from '../../../../steps/engine/runtime/clock.ts'
import type { EngineEvent } from '../../../../steps/engine/runtime/events.ts'
import { job } from '../../../factory.ts'
import { database, type TestDatabase } from '../../../setup.ts'
import { within } from '../farm/made-up-steps.ts'

describe('Changes that are requested at the same time', () => {
  let test: TestDatabase
  let batch: ChangeBatch
  let report: Report
  const events: EngineEvent[] = []
  before(async () => {
    test = await database()
    report = new Report(test.database, clock)
    batch = new ChangeBatch(test.database, (event) => events.push(event), report)
  })
  after(() => test[Symbol.asyncDispose]())

  const rows = <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    test.database.em.fork().execute<Row[]>(sql, [...values])
  const made = () => job(test.database, { state: 'READY', steps: [{ number: 100, state: 'READY' }] })
  /** The id of the transaction that wrote a job last. */
  const written = async (id: number) =>
    (await rows<{ by: string }>('select xmin::text as by from callsheet.job where id = ?', [id]))[0]?.by
  const pause = () => ({ pause: { user: 'ann' } })
  const state = async (id: number) =>
    (await rows<{ state: string }>('select state from callsheet.job where id = ?', [id]))[0]?.state

  it('share one transaction', async () => {
    const jobs = [await made(), await made(), await made()]
    await Promise.all(jobs.map((id) => batch.change(id, pause)))
    const [first, second, third] = await Promise.all(jobs.map(written))
    assert.deepEqual([second, third], [first, first])
    for (const id of jobs) assert.equal(await state(id), 'WAITING')
    assert.equal(
      events.filter((event) => event.type === 'job-moved' && event.event === 'problem-raised').length,
      jobs.length,
    )
  })

  it('share their transaction with pending log lines', async () => {
    const id = await made()
    report.log({ job: 1, attempt: 7 }, 'info', 'before the end')
    await batch.change(id, pause)
    const lines = await rows<{ text: string; by: string }>(
      'select text, xmin::text as by from callsheet.log_line',
    )
    assert.deepEqual(lines, [{ text: 'before the end', by: await written(id) }])
  })

  it('follow one another if they are of the same job', async () => {
    const id = await made()
    const seen: string[] = []
    const decide = ({ state: was, paused }: LockedJob) => {
      seen.push(was)
      return paused ? { resume: true } : pause()
    }
    await Promise.all([batch.change(id, decide), batch.change(id, decide), batch.change(id, decide)])
    assert.deepEqual(seen, ['READY', 'WAITING', 'READY'])
    assert.equal(await state(id), 'WAITING')
  })

  it('are not prevented by an impossible one, which is rejected with the reason', async () => {
    const [first, wrong, other] = [await made(), await made(), await made()]
    const impossible = () => ({ transitions: [{ number: 100, event: 'finished' as const }] })
    const asked = [batch.change(first, pause), batch.change(wrong, impossible), batch.change(other, pause)]
    const [, refused] = await Promise.allSettled(asked)
    assert.match(
      String(refused?.status === 'rejected' && refused.reason),
      /finished cannot happen to step 100/,
    )
    assert.deepEqual(await Promise.all([first, wrong, other].map(state)), ['WAITING', 'READY', 'WAITING'])
  })

  it('are not prevented by one that cannot be stored, which is rejected', async () => {
    const [first, wrong, other] = [await made(), await made(), await made()]
    const unstorable = () => ({ metadata: { key: 'a\0b' } })
    const asked = [batch.change(first, pause), batch.change(wrong, unstorable), batch.change(other, pause)]
    const [, refused] = await Promise.allSettled(asked)
    assert.equal(refused?.status, 'rejected')
    assert.deepEqual(await Promise.all([first, wrong, other].map(state)), ['WAITING', 'READY', 'WAITING'])
  })

  it('do not wait for a job that another transaction locks', async () => {
    const [first, held, other] = [await made(), await made(), await made()]
    const em = test.database.em.fork()
    await em.begin()
    await em.execute('select from callsheet.job where id = ? for update', [held])
    const waiting = [
      batch.change(first, pause),
      batch.change(held, pause),
      batch.change(other, pause),
    ] as const
    await within('the others change', Promise.all([waiting[0], waiting[2]]))
    assert.equal(await state(held), 'READY')
    await em.rollback()
    await waiting[1]
    assert.equal(await state(held), 'WAITING')
  })

  it('resolve with undefined if nothing is to change or the job is final', async () => {
    const [left, over] = [await made(), await job(test.database, { state: 'FINISHED' })]
    const answers = await Promise.all([batch.change(left, () => undefined), batch.change(over, pause)])
    assert.deepEqual(answers, [undefined, undefined])
  })
})
