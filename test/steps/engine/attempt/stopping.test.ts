import assert from 'node:assert/strict'
import { fatal, finished, type StepContext } from '../../../../steps/engine/declare/step.ts'
import { clock } from '../../../../steps/engine/runtime/clock.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { aborted, endless, FAR, Gate, step } from '../farm/made-up-steps.ts'
import { guardLedger, rowsAreSound } from '../farm/rows-invariants.ts'

describe('A job', function () {
  this.timeout(40_000)
  let one: Farm
  let running: Gate
  const LIMITS = { queueS: 60, runS: 600 }

  before(async () => {
    one = await farm({
      PARTIAL: [
        {
          number: 100,
          step: step(
            'partial',
            untilStopped(() => finished('the part so far')),
          ),
        },
      ],
      NOTHING: [
        {
          number: 100,
          step: step(
            'nothing',
            untilStopped(() => fatal('too early to have anything')),
          ),
        },
      ],
      FAR,
      ENDLESS: endless(() => running),
      CLEANS: [
        { number: 100, step: step('corrupt', async () => fatal('corrupt')) },
        { number: 900, step: step('slow cleaner', untilOpen), cleanup: true },
      ],
    })
    await guardLedger(one)
    await one.agent('a', 3_600_000)
  })
  beforeEach(() => {
    running = new Gate()
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(async () => {
    assert.deepEqual(one.troubles, [])
    await rowsAreSound(one)
  })

  // biome-ignore format: a table
  for (const [what, type, state, run] of [
    ['FINISHED with what its step has made',      'PARTIAL', 'FINISHED',     '100/0 FINISHED'],
    ['FAILED_TOTAL if its step has made nothing', 'NOTHING', 'FAILED_TOTAL', '100/0 FAILED_FATAL'],
  ] as const) {
    it(`that is stopped while it runs is ${what}`, async () => {
      const job = await one.start(type)
      await running.reached
      assert.equal(await one.engine.stop(job, 'bob'), true)
      await one.ended(job)
      assert.equal(await one.ended(job), state)
      assert.deepEqual(await one.runs(job), [run])
      assert.equal(await one.engine.stop(job, 'bob'), false)
    })
  }

  it('can be stopped only once', async () => {
    const job = await one.start('ENDLESS')
    await running.reached
    assert.deepEqual([await one.engine.stop(job, 'bob'), await one.engine.stop(job, 'ann')], [true, false])
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    assert.equal(await one.ended(job), 'ABORTED')
  })

  it('that is stopped during its clean-up completes it', async () => {
    const job = await one.start('CLEANS')
    await running.reached
    assert.equal(await one.engine.stop(job, 'bob'), true)
    await clock.sleep(1_500)
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_FATAL', '900/0 STARTED_ASYNCHRONOUS'])
    running.open()
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    const [row] = await one.rows('select result from callsheet.step where job_id = ? and number = 900', [job])
    assert.deepEqual(row, { result: { stopped: false } })
  })

  it('that is stopped before it runs is aborted', async () => {
    const job = await one.start('FAR')
    assert.equal(await one.engine.stop(job, 'bob'), true)
    assert.equal(await one.ended(job), 'ABORTED')
    assert.deepEqual(await one.rows('select abort_user from callsheet.job where id = ?', [job]), [
      { abort_user: 'bob' },
    ])
  })

  it('that is cleaned up after its queue time limit never counts as started', async () => {
    const em = () => one.test.database.em.fork()
    await one.engine.pauseType(em(), 'ENDLESS', 'bob')
    const job = await one.start('ENDLESS', 'MEDIUM', { limits: LIMITS })
    await one.passes(61)
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    await one.engine.resumeType(em(), 'ENDLESS')
    const limit = 'not started within its queue time limit of 60 s'
    assert.deepEqual(await happened(job), [
      'created READY',
      `given-up READY ${limit}`,
      `critical-failed FAILED_TOTAL ${limit}`,
    ])
    assert.deepEqual(await one.runs(job), ['900/0 FINISHED'])
    assert.deepEqual(await one.rows('select run_started from callsheet.job where id = ?', [job]), [
      { run_started: null },
    ])
  })

  it('that is cleaned up after a failure ends with the reason of the failure', async () => {
    const job = await one.start('CLEANS')
    await running.reached
    running.open()
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    assert.equal((await happened(job)).at(-1), 'critical-failed FAILED_TOTAL corrupt')
  })

  it('that is cleaned up after an abort ends with the reason of the abort', async () => {
    const job = await one.start('ENDLESS')
    await running.reached
    await one.engine.abort(job, { user: 'ann', reason: 'enough', cleanup: true })
    assert.equal(await one.ended(job), 'ABORTED')
    assert.equal((await happened(job)).at(-1), 'steps-stopped ABORTED enough')
  })

  function untilStopped(end: () => ReturnType<typeof finished>) {
    return async ({ stop, signal }: StepContext<undefined>) => {
      void running.pass()
      await aborted(AbortSignal.any([stop, signal]))
      return end()
    }
  }

  async function untilOpen({ stop }: StepContext<undefined>) {
    await Promise.race([running.pass(), aborted(stop)])
    return finished({ stopped: stop.aborted })
  }

  /** The history of the job without its steps: event, state and cause. */
  async function happened(job: number): Promise<readonly string[]> {
    const rows = await one.rows<{ entry: string }>(
      `select concat_ws(' ', event, became, cause) as entry
       from callsheet.history where job_id = ? and step is null order by id`,
      [job],
    )
    return rows.map(({ entry }) => entry)
  }
})
