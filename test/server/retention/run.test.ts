/** What a run of retention lets go, on a real database whose clock the tests set. */
import assert from 'node:assert/strict'
import { countDrift } from '../../../schema/queries/jobs/count-jobs.ts'
import { countJobs } from '../../../schema/queries/jobs/list-jobs.ts'
import { readJobs } from '../../../schema/queries/jobs/read-jobs.ts'
import { makeMonths } from '../../../schema/queries/partitions/partitions.ts'
import { lockRetention } from '../../../schema/queries/retention/stored.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { foresee } from '../../../server/retention/foresee.ts'
import type { RetentionRules } from '../../../server/retention/rules.ts'
import { runRetention } from '../../../server/retention/run.ts'
import { Months, PARTS } from '../../schema/queries/retention/months.ts'

const RULES: RetentionRules = {
  ...{ jobDays: 90, deliveryDays: 90, auditDays: 90 },
  daysByType: { COPY_FILE: 7, EXPORT: 365 },
}
/** January is 90 days ago. */
const OVER = '2026-05-02T00:00:00Z'
const NOTHING = {
  ...{ jobsDropped: 0, jobsDeleted: 0, jobsMoved: 0, rangesDropped: 0, rangesShrunk: 0 },
  ...{ deliveriesDropped: 0, deliveriesDeleted: 0, auditDaysDropped: 0, postponed: [] },
}

describe('A run of retention', () => {
  let months: Months
  beforeEach(async () => {
    months = await Months.open()
  })
  afterEach(() => months[Symbol.asyncDispose]())
  const run = (rules = RULES, signal = new AbortController().signal) =>
    runRetention({ fork: () => months.em(), rules, signal })
  const left = async () =>
    (await months.sql<{ id: number }>('select id from callsheet.job order by id')).map(({ id }) => id)

  it('lets go what GET /retention foresees, and nothing that is kept or has more days', async () => {
    const copied = await months.whole('2026-02-10T00:00:00Z', { type: 'COPY_FILE' })
    const recent = await months.whole('2026-02-20T00:00:00Z', { type: 'COPY_FILE' })
    for (let one = 0; one < 20; one += 1) await months.whole('2026-01-10T00:00:00Z')
    const kept = await months.whole('2026-01-11T00:00:00Z', { keep: true })
    const longer = await months.whole('2026-01-12T00:00:00Z', { type: 'EXPORT' })
    const february = await months.whole('2026-02-01T00:00:00Z')
    const live = await months.whole(undefined)
    await months.at('2026-02-21T00:00:00Z')
    assert.deepEqual(await run(), { ...NOTHING, jobsDeleted: 1 })
    assert.ok(!(await left()).includes(copied))
    await months.at(OVER)
    const { plan } = await foresee(months.em(), RULES)
    assert.equal(
      plan.fates.reduce((sum, { going }) => sum + going, 0),
      21,
    )
    assert.deepEqual(await run(), { ...NOTHING, jobsDropped: 20, jobsDeleted: 1, jobsMoved: 2 })
    assert.deepEqual(await left(), [kept, longer, february, live])
    assert.ok(!(await left()).includes(recent))
    assert.equal(await countJobs(months.em(), { types: ['TRANSCODE'] }), 3)
    assert.equal(await countDrift(months.em()), 0)
    assert.deepEqual(await run(), NOTHING)
  })

  it('deletes a job that is no longer kept, on its day, with all of its parts', async () => {
    const job = await months.whole('2026-01-11T00:00:00Z', { keep: true })
    await months.at(OVER)
    assert.deepEqual(await run(), { ...NOTHING, jobsMoved: 1 })
    await months.sql('update callsheet.job set keep = false where id = ?', [job])
    assert.deepEqual(await run(), { ...NOTHING, jobsDeleted: 1 })
    assert.deepEqual(
      await months.counted(),
      PARTS.map(() => 0),
    )
  })

  it('leaves no part behind once the range is used up', async () => {
    for (let one = 0; one < 3; one += 1) await months.whole('2026-01-10T00:00:00Z')
    const kept = await months.whole('2026-01-11T00:00:00Z', { keep: true })
    await months.nextId(20_001)
    await months.at(OVER)
    assert.deepEqual(await run(), { ...NOTHING, jobsDropped: 3, jobsMoved: 1, rangesShrunk: 1 })
    assert.deepEqual(
      await months.counted(),
      PARTS.map(() => 1),
    )
    const [read] = await readJobs(months.em(), [kept], { metadata: true, steps: true })
    assert.deepEqual([read?.metadata, read?.keep], [[{ key: 'title', value: 'clip' }], true])
  })

  it('deletes parts outside all ranges with their jobs', async () => {
    await months.sql("select setval('callsheet.job_id_seq', 50000)")
    await months.whole('2026-01-10T00:00:00Z')
    const live = await months.whole(undefined)
    await months.at(OVER)
    assert.deepEqual(await run(), { ...NOTHING, jobsDropped: 1, rangesDropped: 1 })
    assert.deepEqual(await left(), [live])
    assert.deepEqual(
      await months.counted(),
      PARTS.map(() => 1),
    )
  })

  it('lets go deliveries and the audit by their own days', async () => {
    await months.at('2026-01-15T00:00:00Z')
    await makeMonths(months.em())
    await months.sql("insert into callsheet.notification (entity, document) values ('job', '{}')")
    for (const created of ['2026-01-10Z', '2026-02-10Z'])
      await months.sql(
        /* sql */ `insert into callsheet.delivery (notification_id, job_id, action, sequence, created, content_type, body)
          select id, 1, 'STOP', 0, ?::timestamptz, '', '' from callsheet.notification`,
        [created],
      )
    await months.sql(`insert into callsheet.audit (at, address, operation, method, path, status)
      values ('2026-01-10Z', '', 'old', 'PUT', '/', 200)`)
    await months.at(OVER)
    const rules = { ...RULES, auditDays: 30 }
    assert.deepEqual(await run(rules), { ...NOTHING, deliveriesDropped: 1 })
    assert.deepEqual(await months.sql('select operation from callsheet.audit'), [])
    assert.deepEqual(await run({ ...rules, deliveryDays: 7 }), { ...NOTHING, deliveriesDropped: 1 })
    assert.deepEqual(await months.sql('select from callsheet.delivery'), [])
  })

  it('is done by one server at a time', async () => {
    await transaction(months.em(), async (other) => {
      assert.equal(await lockRetention(other), true)
      assert.equal(await run(), undefined)
    })
    assert.deepEqual(await run(), NOTHING)
  })

  it('comes back to a month that another statement holds for long', async function () {
    this.timeout(30_000)
    await months.whole('2026-01-10T00:00:00Z')
    await months.at(OVER)
    const reading = months.em()
    await reading.begin()
    await reading.execute('select count(*) from callsheet.job')
    const stop = new AbortController()
    const stopped = run(RULES, stop.signal)
    setTimeout(() => stop.abort(), 1_000)
    assert.equal((await stopped)?.postponed[0], 'jobs of 2026-01')
    assert.equal((await left()).length, 1)
    const running = run()
    setTimeout(() => void reading.commit(), 1_000)
    assert.deepEqual(await running, { ...NOTHING, jobsDropped: 1 })
  })

  it('leaves a month whole if it is killed in the middle of it', async () => {
    await months.whole('2026-01-10T00:00:00Z')
    const kept = await months.whole('2026-01-11T00:00:00Z', { keep: true })
    await months.at(OVER)
    const dropping = transaction(months.em(), async (em) => {
      const [own] = await execute<{ pid: number }>(em, 'select pg_backend_pid() as pid')
      await execute(em, "select callsheet.drop_month('2026-01-01', '{}', 10)")
      await months.sql('select pg_terminate_backend(?)', [own?.pid])
      await execute(em, 'select 1')
    })
    await assert.rejects(dropping)
    assert.equal((await left()).length, 2)
    assert.deepEqual(await months.sql('select id from callsheet.job_2026_01 where keep'), [{ id: kept }])
    assert.equal(await countDrift(months.em()), 0)
    assert.deepEqual(await run(), { ...NOTHING, jobsDropped: 1, jobsMoved: 1 })
  })
})
