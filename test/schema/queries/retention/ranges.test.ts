/** The ranges of jobs whose parts are stored together. */
import assert from 'node:assert/strict'
import { readJobs } from '../../../../schema/queries/jobs/read-jobs.ts'
import { makeRanges } from '../../../../schema/queries/partitions/partitions.ts'
import { Months, PARTS } from './months.ts'

const [FIRST, SECOND] = [1, 10_001] as const

describe('The ranges', () => {
  let months: Months
  beforeEach(async () => {
    months = await Months.open()
  })
  afterEach(() => months[Symbol.asyncDispose]())
  const all = (jobs: number) => PARTS.map(() => jobs)

  it('begin with one that is used next, and one that is unused', async () => {
    assert.deepEqual(await months.ranges(), [FIRST])
    await months.whole(undefined)
    await makeRanges(months.em())
    assert.deepEqual(await months.ranges(), [FIRST, SECOND])
    await makeRanges(months.em())
    assert.deepEqual(await months.ranges(), [FIRST, SECOND])
  })

  it('grow with the number of jobs, so that their number does not', async () => {
    for (const id of [9_000, 11_000, 30_000, 60_000, 200_000, 500_000]) await months.nextId(id)
    const sizes = await months.sql<{ size: number }>(
      'select beyond - first as size from callsheet.job_range order by first',
    )
    assert.ok(sizes.length <= 8, `${sizes.length} ranges`)
    assert.deepEqual(
      sizes.map(({ size }) => size),
      sizes.map(({ size }) => size).toSorted((one, other) => one - other),
    )
  })

  it('stay as small when the oldest of them have gone', async () => {
    for (const id of [9_000, 200_000]) await months.nextId(id)
    await months.sql("update callsheet.job_range set made = now() - interval '1 year'")
    await months.nextId(210_000)
    await months.sql("delete from callsheet.job_range where made < now() - interval '30 days'")
    const [size] = await months.sql<{ size: number }>('select callsheet.next_range_size(220000) as size')
    assert.ok((size?.size ?? 0) < 50_000, String(size?.size))
  })

  it('go on behind ids that have run ahead, whose parts are stored all the same and go with their jobs', async () => {
    await months.sql("select setval('callsheet.job_id_seq', 50000)")
    const ahead = await months.whole('2026-01-05T00:00:00Z')
    await makeRanges(months.em())
    assert.deepEqual(await months.ranges(), [FIRST, 51_001])
    const [read] = await readJobs(months.em(), [ahead], { metadata: true, steps: true })
    assert.deepEqual([read?.metadata, read?.steps?.tasks.length], [[{ key: 'title', value: 'clip' }], 1])
    assert.deepEqual(await months.drop('2026-01'), { jobs: 1, moved: 0, ranges: 1 })
    assert.deepEqual(await months.counted(), all(0))
  })

  it('are not made while a statement holds the default partitions, and delay no other statement', async () => {
    await months.whole(undefined)
    const reading = months.em()
    await reading.begin()
    await reading.execute('select count(*) from callsheet.step')
    const since = performance.now()
    const made = makeRanges(months.em())
    await months.whole(undefined)
    await made
    assert.ok(performance.now() - since < 2_000)
    assert.deepEqual(await months.ranges(), [FIRST])
    await reading.commit()
    await makeRanges(months.em())
    assert.deepEqual(await months.ranges(), [FIRST, SECOND])
  })
})
