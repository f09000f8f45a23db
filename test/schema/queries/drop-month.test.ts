/** A month of finished jobs goes by dropping partitions, with all parts of its jobs and nothing else. */
import assert from 'node:assert/strict'
import { countDrift } from '../../../schema/queries/jobs/count-jobs.ts'
import { countJobs } from '../../../schema/queries/jobs/list-jobs.ts'
import { readJobs } from '../../../schema/queries/jobs/read-jobs.ts'
import { dropMonth, makeRanges } from '../../../schema/queries/partitions/partitions.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { job } from '../../factory.ts'
import { database, type TestDatabase } from '../../setup.ts'

const PARTS = ['step', 'attempt', 'progress', 'log_line', 'metadata', 'history'] as const
const [FIRST, SECOND, THIRD] = [1, 10_001, 20_001] as const

describe('dropMonth', () => {
  let test: TestDatabase
  beforeEach(async () => {
    test = await database()
    await sql(
      "create table callsheet.job_2026_01 partition of callsheet.job for values from ('2026-01-01Z') to ('2026-02-01Z')",
    )
    await sql(
      "create table callsheet.job_2026_02 partition of callsheet.job for values from ('2026-02-01Z') to ('2026-03-01Z')",
    )
  })
  afterEach(() => test[Symbol.asyncDispose]())
  const em = () => test.database.em.fork()
  const sql = (text: string, values: readonly unknown[] = []) =>
    execute<Record<string, never>>(em(), text, values)

  /** Makes ranges as if all ids before this one had been used. */
  const nextId = async (id: number) => {
    for (;;) {
      await makeRanges(em())
      const [reached] = await execute<{ beyond: number }>(
        em(),
        'select max(beyond) as beyond from callsheet.job_range',
      )
      if ((reached?.beyond ?? 0) > id) break
      await sql("select setval('callsheet.job_id_seq', ?)", [(reached?.beyond ?? 0) - 1])
    }
    await sql("select setval('callsheet.job_id_seq', ?)", [id - 1])
  }
  /** A job with every part. */
  const whole = async (finished: string | undefined) => {
    const runs = [
      { state: 'FINISHED', progress: { value: 1 }, lines: [{ text: 'one' }, { text: 'two' }] },
    ] as const
    const id = await job(test.database, {
      state: finished === undefined ? 'STARTED' : 'FINISHED',
      ...(finished !== undefined && { finished }),
      metadata: { title: 'clip' },
      steps: [{ number: 100, runs }],
    })
    await sql("insert into callsheet.history (job_id, event, became) values (?, 'created', 'READY')", [id])
    return id
  }
  const counted = async () => {
    const counts = await Promise.all(
      PARTS.map((part) =>
        execute<{ count: number }>(
          em(),
          `select count(distinct job_id)::integer as count from callsheet.${part}`,
        ),
      ),
    )
    return counts.map(([row]) => row?.count)
  }
  const ranges = async () =>
    (await execute<{ first: number }>(em(), 'select first from callsheet.job_range order by first')).map(
      ({ first }) => first,
    )
  const partitionsOf = async (first: number) =>
    execute(em(), "select relname from pg_class where relkind = 'r' and relname = any(?::text[])", [
      PARTS.map((part) => `${part}_${first}`),
    ])
  const all = (jobs: number) => PARTS.map(() => jobs)

  it('drops the jobs of the month, the parts of ranges without a job, and their counts', async () => {
    const gone = [await whole('2026-01-05T00:00:00Z'), await whole('2026-01-31T23:59:59.999Z')]
    await nextId(SECOND)
    const kept = await whole('2026-02-01T00:00:00Z')
    await nextId(THIRD)
    assert.deepEqual(await counted(), all(3))
    assert.deepEqual(await dropMonth(em(), '2026-01'), { jobs: 2, ranges: 1 })
    assert.deepEqual(await counted(), all(1))
    assert.deepEqual(await partitionsOf(FIRST), [])
    const parts = { metadata: true, steps: true, runs: true }
    assert.deepEqual(
      (await readJobs(em(), [...gone, kept], parts)).map(({ id }) => id),
      [kept],
    )
    assert.equal(await countJobs(em(), {}), 1)
    assert.equal(await countDrift(em()), 0)
  })

  it('deletes no row of a job or of its parts', async () => {
    await whole('2026-01-05T00:00:00Z')
    await nextId(SECOND)
    await nextId(THIRD)
    const deleted = await em().transactional(async (inside) => {
      assert.deepEqual(await dropMonth(inside, '2026-01'), { jobs: 1, ranges: 1 })
      return execute(
        inside,
        "select relname from pg_stat_xact_user_tables where schemaname = 'callsheet' and n_tup_del > 0 and relname <> 'job_range'",
      )
    })
    assert.deepEqual(deleted, [])
  })

  it('keeps the parts of a range that still has a job, until that job is dropped', async () => {
    await whole('2026-01-05T00:00:00Z')
    const longer = await whole('2026-02-01T00:00:00Z')
    await nextId(THIRD)
    assert.deepEqual(await dropMonth(em(), '2026-01'), { jobs: 1, ranges: 0 })
    const [read] = await readJobs(em(), [longer], { metadata: true, steps: true })
    assert.deepEqual([read?.metadata, read?.steps?.tasks.length], [[{ key: 'title', value: 'clip' }], 1])
    assert.deepEqual(await dropMonth(em(), '2026-02'), { jobs: 1, ranges: 1 })
    assert.deepEqual(await counted(), all(0))
  })

  it('keeps the range of a live job, however old it is', async () => {
    const live = await whole(undefined)
    await nextId(THIRD)
    assert.deepEqual(await dropMonth(em(), '2026-01'), { jobs: 0, ranges: 0 })
    assert.equal((await readJobs(em(), [live], { metadata: false, steps: false })).length, 1)
  })

  it('keeps the range of a job that is being created', async () => {
    await nextId(SECOND)
    const creating = em()
    await creating.begin()
    await creating.execute(`with job as (
        insert into callsheet.job (id, type, state, priority, user_name) values (7, 'TEST', 'READY', 3, 'ann') returning id
      ) insert into callsheet.metadata (job_id, key, value) select id, 'title', 'late' from job`)
    await assert.rejects(dropMonth(em(), '2026-01'), { code: '55P03' })
    // Commits while the tables are awaited.
    const dropping = dropMonth(em(), '2026-01')
    await clock.sleep(100)
    await creating.commit()
    assert.deepEqual(await dropping, { jobs: 0, ranges: 0 })
    assert.deepEqual(await execute(em(), 'select value from callsheet.metadata where job_id = 7'), [
      { value: 'late' },
    ])
  })

  it('is not done at all if another statement holds the tables', async () => {
    await whole('2026-01-05T00:00:00Z')
    await nextId(SECOND)
    await nextId(THIRD)
    const reading = em()
    await reading.begin()
    await reading.execute('select count(*) from callsheet.log_line')
    await assert.rejects(dropMonth(em(), '2026-01'), { code: '55P03' })
    await reading.commit()
    assert.equal(await countJobs(em(), {}), 1)
    assert.deepEqual(await dropMonth(em(), '2026-01'), { jobs: 1, ranges: 1 })
  })

  it('refuses a month that is not over', async () => {
    const [row] = await execute<{ month: string }>(
      em(),
      "select to_char(now() at time zone 'utc', 'YYYY-MM') as month",
    )
    await assert.rejects(dropMonth(em(), row?.month ?? ''), /the month \d{4}-\d{2} is not over/)
  })

  it('refuses it in the time zone of any session', async () => {
    // The last moment of January, UTC: the month is over in Tokyo.
    await sql(`create or replace function callsheet.now() returns timestamptz language sql stable parallel safe
      return timestamptz '2026-01-31 23:59:59Z'`)
    await em()
      .transactional(async (session) => {
        await execute(session, "set local timezone = 'Asia/Tokyo'")
        await assert.rejects(dropMonth(session, '2026-01'), /the month 2026-01 is not over/)
      })
      .catch((error: Error) => assert.match(error.message, /aborted/))
    await sql(`create or replace function callsheet.now() returns timestamptz language sql stable parallel safe
      return timestamptz '2026-02-01 00:00:01Z'`)
    await em().transactional(async (session) => {
      await execute(session, "set local timezone = 'America/Los_Angeles'")
      assert.deepEqual(await dropMonth(session, '2026-01'), { jobs: 0, ranges: 0 })
    })
  })

  it('drops nothing if the month has no jobs', async () => {
    assert.deepEqual(await dropMonth(em(), '2020-01'), { jobs: 0, ranges: 0 })
  })

  describe('The ranges', () => {
    it('begin with one that is used next, and one that is unused', async () => {
      assert.deepEqual(await ranges(), [FIRST])
      await whole(undefined)
      await makeRanges(em())
      assert.deepEqual(await ranges(), [FIRST, SECOND])
      await makeRanges(em())
      assert.deepEqual(await ranges(), [FIRST, SECOND])
    })

    it('grow with the number of jobs, so that their number does not', async () => {
      for (const id of [9_000, 11_000, 30_000, 60_000, 200_000, 500_000]) await nextId(id)
      const sizes = await execute<{ size: number }>(
        em(),
        'select beyond - first as size from callsheet.job_range order by first',
      )
      assert.ok(sizes.length <= 8, `${sizes.length} ranges`)
      assert.deepEqual(
        sizes.map(({ size }) => size),
        sizes.map(({ size }) => size).toSorted((one, other) => one - other),
      )
    })

    it('stay as small when the oldest of them have gone', async () => {
      for (const id of [9_000, 200_000]) await nextId(id)
      await sql("update callsheet.job_range set made = now() - interval '1 year'")
      await nextId(210_000)
      await sql("delete from callsheet.job_range where made < now() - interval '30 days'")
      const [size] = await execute<{ size: number }>(em(), 'select callsheet.next_range_size(220000) as size')
      assert.ok((size?.size ?? 0) < 50_000, String(size?.size))
    })

    it('go on behind ids that have run ahead, whose parts are stored all the same and go with their jobs', async () => {
      await sql("select setval('callsheet.job_id_seq', 50000)")
      const ahead = await whole('2026-01-05T00:00:00Z')
      await makeRanges(em())
      assert.deepEqual(await ranges(), [FIRST, 51_001])
      const [read] = await readJobs(em(), [ahead], { metadata: true, steps: true })
      assert.deepEqual([read?.metadata, read?.steps?.tasks.length], [[{ key: 'title', value: 'clip' }], 1])
      assert.deepEqual(await dropMonth(em(), '2026-01'), { jobs: 1, ranges: 1 })
      assert.deepEqual(await counted(), all(0))
    })

    it('are not made while a statement holds the default partitions, and delay no other statement', async () => {
      await whole(undefined)
      const reading = em()
      await reading.begin()
      await reading.execute('select count(*) from callsheet.step')
      const since = performance.now()
      const made = makeRanges(em())
      await whole(undefined)
      await made
      assert.ok(performance.now() - since < 2_000)
      assert.deepEqual(await ranges(), [FIRST])
      await reading.commit()
      await makeRanges(em())
      assert.deepEqual(await ranges(), [FIRST, SECOND])
    })
  })
})
