import assert from 'node:assert/strict'
import {
  fatal,
  finished,
  type Outcome,
  retry,
  type StepContext,
  waitFor,
} from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { aborted, Gate, step } from '../farm/made-up-steps.ts'
import { rowsAreSound } from '../farm/rows-invariants.ts'

const AGAIN = { user: 'bob', reason: null, cleanup: true }
const LATE = 'clean-up time limit of 300 s exceeded'

describe('Clean-up', function () {
  this.timeout(40_000)
  let one: Farm
  let dying: Gate

  before(async () => {
    const cleaners = {
      RUNS: step('runs', untilAborted),
      WAITS: step('waits', async () =>
        waitFor({ type: 'FILE', resource: 'file:///a', requirement: 'to exist' }),
      ),
      FAILS: step('fails', async () => retry('busy')),
      DIES: step('dies slowly', async (context) => {
        const outcome = await untilAborted(context)
        await dying.pass()
        return outcome
      }),
    }
    const types = Object.entries(cleaners).flatMap(([name, cleaner]) => {
      const cleanup = { number: 900, step: cleaner, cleanup: true }
      return [
        [name, [{ number: 100, step: step(`${name} own`, untilAborted) }, cleanup]] as const,
        [
          `CORRUPT_${name}`,
          [{ number: 100, step: step(`${name} corrupt`, async () => fatal('corrupt')) }, cleanup],
        ] as const,
      ]
    })
    one = await farm(Object.fromEntries(types))
    await one.agent('a', 3_600_000, {
      problems: [{ type: 'FILE', description: '', check: async () => false }],
    })
  })
  beforeEach(() => {
    dying = new Gate()
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(async () => {
    assert.deepEqual(one.troubles, [])
    await rowsAreSound(one)
  })

  // biome-ignore format: a table
  for (const [what, type, is] of [
    ['runs',                'RUNS',  'STARTED_ASYNCHRONOUS'],
    ['waits',               'WAITS', 'WAITING'],
    ['waits for its retry', 'FAILS', 'FAILED_RETRY'],
  ] as const) {
    it(`that ${what} after an abort is given up after 5 min, with the job ABORTED`, async () => {
      const job = await abortedWith(type, is)
      await one.passes(301)
      assert.equal(await one.ended(job), 'ABORTED')
      assert.deepEqual(await givenUp(job), [{ cause: LATE, user: null }])
    })

    it(`that ${what} after a failure is given up after 5 min, with the job FAILED_TOTAL`, async () => {
      const job = await one.start(`CORRUPT_${type}`)
      await cleanupIs(job, is)
      await one.passes(301)
      assert.equal(await one.ended(job), 'FAILED_TOTAL')
      assert.deepEqual(await givenUp(job), [{ cause: LATE, user: null }])
    })

    it(`that ${what} is given up when the job is aborted again`, async () => {
      const job = await abortedWith(type, is)
      assert.equal(await one.engine.abort(job, AGAIN), true)
      assert.equal(await one.ended(job), 'ABORTED')
      assert.equal(await stateOfCleanup(job), 'FAILED_FATAL')
      assert.deepEqual(await givenUp(job), [{ cause: 'clean-up ended by bob', user: 'bob' }])
    })
  }

  it('that has not started is not given up when the job is aborted again', async () => {
    const job = await one.start('WAITS')
    await one.until('it runs', async () => (await one.runs(job)).length > 0)
    await one.stop('a')
    assert.equal(await one.engine.abort(job, AGAIN), true)
    assert.equal(await one.engine.abort(job, AGAIN), false)
    await one.agent('a', 3_600_000)
  })

  it('that is given up keeps the job from ending until its processes have ended', async () => {
    const job = await abortedWith('DIES', 'STARTED_ASYNCHRONOUS')
    assert.equal(await one.engine.abort(job, AGAIN), true)
    await dying.reached
    assert.deepEqual(await one.rows('select state from callsheet.job where id = ?', [job]), [
      { state: 'ABORTED_PENDING' },
    ])
    dying.open()
    assert.equal(await one.ended(job), 'ABORTED')
  })

  it('is retried after five seconds, whatever the delay of other steps', async () => {
    const job = await abortedWith('FAILS', 'FAILED_RETRY')
    for (let attempt = 1; attempt < 6; attempt += 1) {
      await one.passes(6)
      await one.until(`try ${attempt}`, async () =>
        (await one.runs(job)).some((run) => run.startsWith(`900/${attempt} FAILED`)),
      )
    }
    assert.equal(await one.ended(job), 'ABORTED')
  })

  async function abortedWith(type: string, cleanup: string): Promise<number> {
    const job = await one.start(type)
    await one.until('it runs', async () => (await one.runs(job)).length > 0)
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    await cleanupIs(job, cleanup)
    return job
  }

  async function cleanupIs(job: number, state: string): Promise<void> {
    await one.until(`its clean-up is ${state}`, async () => (await stateOfCleanup(job)) === state)
  }

  async function stateOfCleanup(job: number): Promise<string | undefined> {
    const steps = 'select state from callsheet.step where job_id = ? and cleanup'
    return (await one.rows<{ state: string }>(steps, [job]))[0]?.state
  }

  /** The history rows of clean-up that was given up. */
  async function givenUp(job: number) {
    return one.rows(
      `select cause, by_user as "user" from callsheet.history where job_id = ? and event = 'cleanup-given-up'`,
      [job],
    )
  }

  async function untilAborted({ signal }: StepContext<undefined>): Promise<Outcome> {
    await aborted(signal)
    return finished()
  }
})
