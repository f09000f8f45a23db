/** A month of finished jobs goes by dropping partitions, with all parts of its jobs and nothing else. */
import assert from 'node:assert/strict'
import { countDrift } from '../../../../schema/queries/jobs/count-jobs.ts'
import { countJobs } from '../../../../schema/queries/jobs/list-jobs.ts'
import { readJobs } from '../../../../schema/queries/jobs/read-jobs.ts'
import { rangesToShrink, shrinkRange } from '../../../../schema/queries/retention/drop-jobs.ts'
import { execute } from '../../../../schema/sql/execute.ts'
import { clock } from '../../../../steps/engine/runtime/clock.ts'
import { Months, PARTS } from './months.ts'

const DROP = "select jobs::integer, moved from callsheet.drop_month('2026-01-01', '{}', 0)"
const [FIRST, SECOND, THIRD] = [1, 10_001, 20_001] as const

describe('dropMonth', () => {
  let months: Months
  beforeEach(async () => {
    months = await Months.open()
  })
  afterEach(() => months[Symbol.asyncDispose]())
  const partitionsOf = async (first: number) =>
    months.sql("select relname from pg_class where relkind = 'r' and relname = any(?::text[])", [
      PARTS.map((part) => `${part}_${first}`),
    ])
  const all = (jobs: number) => PARTS.map(() => jobs)

  it('drops the jobs of the month, the parts of ranges without a job, and their counts', async () => {
    const gone = [await months.whole('2026-01-05T00:00:00Z'), await months.whole('2026-01-31T23:59:59.999Z')]
    await months.nextId(SECOND)
    const kept = await months.whole('2026-02-01T00:00:00Z')
    await months.nextId(THIRD)
    assert.deepEqual(await months.counted(), all(3))
    assert.deepEqual(await months.drop('2026-01'), { jobs: 2, moved: 0, ranges: 1 })
    assert.deepEqual(await months.counted(), all(1))
    assert.deepEqual(await partitionsOf(FIRST), [])
    const parts = { metadata: true, steps: true, runs: true }
    assert.deepEqual(
      (await readJobs(months.em(), [...gone, kept], parts)).map(({ id }) => id),
      [kept],
    )
    assert.equal(await countJobs(months.em(), {}), 1)
    assert.equal(await countDrift(months.em()), 0)
  })

  it('deletes no row of a job or of its parts', async () => {
    await months.whole('2026-01-05T00:00:00Z')
    await months.nextId(SECOND)
    await months.nextId(THIRD)
    const deleted = await months.em().transactional(async (inside) => {
      assert.deepEqual(await execute(inside, DROP), [{ jobs: 1, moved: 0 }])
      assert.deepEqual(await execute(inside, 'select callsheet.drop_empty_ranges() as ranges'), [
        { ranges: 1 },
      ])
      return execute(
        inside,
        "select relname from pg_stat_xact_user_tables where schemaname = 'callsheet' and n_tup_del > 0 and relname <> 'job_range'",
      )
    })
    assert.deepEqual(deleted, [])
  })

  it('keeps the parts of a range that still has a job, until that job is dropped', async () => {
    await months.whole('2026-01-05T00:00:00Z')
    const longer = await months.whole('2026-02-01T00:00:00Z')
    await months.nextId(THIRD)
    assert.deepEqual(await months.drop('2026-01'), { jobs: 1, moved: 0, ranges: 0 })
    const [read] = await readJobs(months.em(), [longer], { metadata: true, steps: true })
    assert.deepEqual([read?.metadata, read?.steps?.tasks.length], [[{ key: 'title', value: 'clip' }], 1])
    assert.deepEqual(await months.drop('2026-02'), { jobs: 1, moved: 0, ranges: 1 })
    assert.deepEqual(await months.counted(), all(0))
  })

  it('keeps the range of a live job, however old it is', async () => {
    const live = await months.whole(undefined)
    await months.nextId(THIRD)
    assert.deepEqual(await months.drop('2026-01'), { jobs: 0, moved: 0, ranges: 0 })
    assert.equal((await readJobs(months.em(), [live], { metadata: false, steps: false })).length, 1)
  })

  it('keeps the range of a job that is being created', async () => {
    await months.nextId(SECOND)
    const creating = months.em()
    await creating.begin()
    await creating.execute(`with job as (
        insert into callsheet.job (id, type, state, priority, user_name) values (7, 'TEST', 'READY', 3, 'ann') returning id
      ) insert into callsheet.metadata (job_id, key, value) select id, 'title', 'late' from job`)
    await assert.rejects(months.drop('2026-01'), { code: '55P03' })
    // Commits while the tables are awaited.
    const dropping = months.drop('2026-01')
    await clock.sleep(100)
    await creating.commit()
    assert.deepEqual(await dropping, { jobs: 0, moved: 0, ranges: 0 })
    assert.deepEqual(await months.sql('select value from callsheet.metadata where job_id = 7'), [
      { value: 'late' },
    ])
  })

  it('is not done at all if another statement holds the tables', async () => {
    await months.whole('2026-01-05T00:00:00Z')
    await months.nextId(SECOND)
    await months.nextId(THIRD)
    const reading = months.em()
    await reading.begin()
    await reading.execute('select count(*) from callsheet.job')
    await assert.rejects(months.drop('2026-01'), { code: '55P03' })
    await reading.commit()
    assert.equal(await countJobs(months.em(), {}), 1)
    assert.deepEqual(await months.drop('2026-01'), { jobs: 1, moved: 0, ranges: 1 })
  })

  it('refuses a month that is not over', async () => {
    const [row] = await months.sql<{ month: string }>(
      "select to_char(now() at time zone 'utc', 'YYYY-MM') as month",
    )
    await assert.rejects(months.drop(row?.month ?? ''), /the month \d{4}-\d{2} is not over/)
  })

  it('refuses it in the time zone of any session', async () => {
    // The last moment of January, UTC: the month is over in Tokyo.
    await months.at('2026-01-31 23:59:59Z')
    await months
      .em()
      .transactional(async (session) => {
        await execute(session, "set local timezone = 'Asia/Tokyo'")
        await assert.rejects(execute(session, DROP), /the month 2026-01 is not over/)
      })
      .catch((error: Error) => assert.match(error.message, /aborted/))
    await months.at('2026-02-01 00:00:01Z')
    await months.em().transactional(async (session) => {
      await execute(session, "set local timezone = 'America/Los_Angeles'")
      assert.deepEqual(await execute(session, DROP), [{ jobs: 0, moved: 0 }])
    })
  })

  it('drops nothing if the month has no jobs', async () => {
    assert.deepEqual(await months.drop('2020-01'), { jobs: 0, moved: 0, ranges: 0 })
  })

  it('moves the kept jobs and those of staying types aside, with everything that belongs to them', async () => {
    const gone = await months.whole('2026-01-05T00:00:00Z')
    const kept = await months.whole('2026-01-06T00:00:00Z', { keep: true })
    const staying = await months.whole('2026-01-07T00:00:00Z', { type: 'EXPORT' })
    await months.nextId(THIRD)
    assert.deepEqual(await months.drop('2026-01', ['EXPORT']), { jobs: 1, moved: 2, ranges: 0 })
    const read = await readJobs(months.em(), [gone, kept, staying], { metadata: true, steps: true })
    assert.deepEqual(
      read.map(({ id, keep, steps }) => [id, keep, steps?.tasks.length]),
      [
        [kept, true, 1],
        [staying, false, 1],
      ],
    )
    assert.deepEqual(await months.sql('select id from callsheet.job_live order by id'), [
      { id: kept },
      { id: staying },
    ])
    assert.equal(await countJobs(months.em(), {}), 2)
    assert.equal(await countDrift(months.em()), 0)
  })

  it('is not done if more jobs than that would have to be moved', async () => {
    for (let one = 0; one < 3; one += 1) await months.whole('2026-01-05T00:00:00Z', { keep: true })
    await assert.rejects(months.drop('2026-01', [], 2), { code: '54000' })
    assert.equal(await countJobs(months.em(), {}), 3)
  })
})

describe('A range of which only kept jobs are left', () => {
  it('shrinks to their parts, without a delay for other jobs, and is then like any other', async () => {
    await using months = await Months.open()
    for (let one = 0; one < 3; one += 1) await months.whole('2026-01-05T00:00:00Z')
    const kept = await months.whole('2026-01-06T00:00:00Z', { keep: true })
    await months.nextId(THIRD)
    await months.drop('2026-01')
    assert.deepEqual(
      await months.counted(),
      PARTS.map(() => 4),
    )
    assert.deepEqual(await rangesToShrink(months.em()), [FIRST])
    assert.equal(await shrinkRange(months.em(), FIRST), 1)
    assert.deepEqual(
      await months.counted(),
      PARTS.map(() => 1),
    )
    assert.deepEqual(await rangesToShrink(months.em()), [])
    const [read] = await readJobs(months.em(), [kept], { metadata: true, steps: true })
    assert.deepEqual([read?.metadata, read?.steps?.tasks.length], [[{ key: 'title', value: 'clip' }], 1])
    // What a new job writes goes into its own range, and what is written of the kept one into this.
    await months.whole(undefined)
    await months.sql(
      "insert into callsheet.history (job_id, event, became) values (?, 'priority-changed', 'LOW')",
      [kept],
    )
    assert.deepEqual(await months.sql('select count(*)::integer as rows from callsheet.history_1'), [
      { rows: 3 },
    ])
    assert.deepEqual(await months.sql('select from callsheet.step_rest'), [])
  })

  for (const [why, jobs, kept] of [
    ['has a live job', [undefined], false],
    ['has a job that will go by itself', ['2026-02-05T00:00:00Z'], false],
    ['has lost no job', ['2026-01-05T00:00:00Z'], true],
  ] as const)
    it(`does not if it ${why}`, async () => {
      await using months = await Months.open()
      if (!kept) await months.whole('2026-01-05T00:00:00Z')
      await months.whole('2026-01-06T00:00:00Z', { keep: true })
      for (const finished of jobs) await months.whole(finished, { keep: kept })
      await months.nextId(THIRD)
      await months.drop('2026-01')
      assert.deepEqual(await rangesToShrink(months.em()), [])
    })
})
