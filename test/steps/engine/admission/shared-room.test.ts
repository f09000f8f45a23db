import assert from 'node:assert/strict'
import { listProblems } from '../../../../schema/queries/problems/list-problems.ts'
import { released } from '../../../../steps/engine/declare/problem.ts'
import { finished, type StepContext, waitFor } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'
import { rowsAreSound } from '../farm/rows-invariants.ts'

describe('Steps that wait for room on one storage', function () {
  this.timeout(40_000)
  let one: Farm
  let free = 0

  before(async () => {
    one = await farm({ WRITE: [{ number: 100, step: step('write', async (context) => write(context)) }] })
    const check = async () => ({ bytes: free })
    const problems = [{ type: 'STORAGE', description: 'A storage is full.', check }]
    await one.agent('a', 0, { capacity: { slots: { cpu: 1 } }, problems })
  })
  after(() => one[Symbol.asyncDispose]())
  beforeEach(() => {
    free = 0
  })
  afterEach(async () => {
    assert.deepEqual(one.troubles, [])
    await rowsAreSound(one)
  })

  it('continue when their own file fits, even if larger ones do not', async () => {
    const [small, large] = [await waiting(800), await waiting(5_000)]
    free = 1_000
    await one.passes(8)
    assert.equal(await one.ended(small), 'FINISHED')
    assert.deepEqual(await wanted(), [{ bytes: ['5000'], jobs: [large] }])
    assert.deepEqual(await wanted(small), [])
    free = 6_000
    await one.passes(64)
    assert.equal(await one.ended(large), 'FINISHED')
    assert.deepEqual(await wanted(), [])
  })

  it('share one problem, which lists the bytes of all jobs, or those of one job', async () => {
    const [large, small, same] = [await waiting(5_000), await waiting(800), await waiting(800)]
    assert.deepEqual(await wanted(), [{ bytes: ['800', '5000'], jobs: [large, small, same] }])
    assert.deepEqual(await wanted(small), [{ bytes: ['800'], jobs: [large, small, same] }])
    await aborted(large)
    assert.deepEqual(await wanted(), [{ bytes: ['800'], jobs: [small, same] }])
    for (const job of [small, same]) await aborted(job)
  })

  it('no longer count when they are aborted', async () => {
    const [small, large] = [await waiting(800), await waiting(5_000)]
    await aborted(large)
    free = 1_000
    await one.passes(64)
    assert.equal(await one.ended(small), 'FINISHED')
  })

  it('continue one after the other if not all fit, oldest first', async () => {
    const [first, second] = [await waiting(800), await waiting(800)]
    free = 1_000
    await one.passes(64)
    assert.equal(await one.ended(first), 'FINISHED')
    assert.deepEqual(await wanted(), [{ bytes: ['800'], jobs: [second] }])
    await one.passes(64)
    await one.until('it was checked', async () => (await one.rows(DUE)).length === 0)
    assert.deepEqual(await one.runs(second), ['100/0 WAITING'])
    free = 1_000
    await one.passes(64)
    assert.equal(await one.ended(second), 'FINISHED')
  })

  /** Uses its bytes of the free ones, or waits for them. */
  function write({ metadata }: StepContext<undefined>) {
    const bytes = Number(metadata['bytes'])
    if (bytes > free) {
      const data = { storageId: 'VX-1', bytes: String(bytes) }
      return waitFor({ type: 'STORAGE', resource: 'VX-1', requirement: 'to have room', data })
    }
    free -= bytes
    return finished()
  }

  async function waiting(bytes: number): Promise<number> {
    const job = await one.start('WRITE', 'MEDIUM', { metadata: { bytes: String(bytes) } })
    await one.until(`job ${job} waits`, async () => (await wanted(job)).length > 0)
    return job
  }

  async function aborted(job: number): Promise<void> {
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: false })
    assert.equal(await one.ended(job), 'ABORTED')
  }

  async function wanted(job?: number) {
    const problems = await listProblems(one.test.database.em.fork(), job)
    return problems.map(({ data, jobs }) => ({
      bytes: data.filter(({ key }) => key === 'bytes').map(({ value }) => value),
      jobs,
    }))
  }
})

describe('The waits that end', () => {
  // biome-ignore format: a table
  for (const [what, wants, found, expected] of [
    ['are all if the condition has passed',                    [8, 5], true,          [8, 5]],
    ['are none if it has not passed',                          [8, 5], false,         []],
    ['are none if it cannot be checked',                       [8, 5], undefined,     []],
    ['are those that fit, in order',                           [4, 5], { bytes: 9 },  [4, 5]],
    ['exclude one that does not fit after those before it',    [8, 5], { bytes: 9 },  [8]],
    ['include one that fits after one that does not',          [8, 5], { bytes: 7 },  [5]],
  ] as const)
    it(`${what}: of ${wants.join(' and ')} ${expected.join(' and ') || 'none'}`, () => {
      const waits = wants.map((bytes) => ({ data: { bytes: String(bytes) } }))
      assert.deepEqual(released(waits, found).map(({ data }) => Number(data.bytes)), expected)
    })

  it('need one byte each if they do not say how many', () =>
    assert.equal(released([{}, {}], { bytes: 1 }).length, 1))
})

const DUE = 'select from callsheet.problem where resolved is null and next_check <= callsheet.now()'
