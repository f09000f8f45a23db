/** Which stopped attempts leave their programs time to end. */
import assert from 'node:assert/strict'
import { fatal, finished, type StepContext } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { aborted, Gate, step } from '../farm/made-up-steps.ts'
import { rowsAreSound } from '../farm/rows-invariants.ts'

describe('The programs of an attempt', function () {
  this.timeout(40_000)
  let one: Farm
  let running: Gate
  let failing: Gate
  let reasons: unknown[]

  before(async () => {
    const long = step('long', untilAborted)
    one = await farm({
      LONG: [{ number: 100, step: long }],
      PAIR: [
        { number: 100, step: long },
        { number: 200, step: step('failing', failWhenOpen) },
      ],
    })
  })
  beforeEach(async () => {
    running = new Gate()
    failing = new Gate()
    reasons = []
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(async () => {
    assert.deepEqual(one.troubles, [])
    await rowsAreSound(one)
  })

  it('are killed at once when its job is aborted', async () => {
    await one.agent('a')
    const job = await one.start('LONG')
    await running.reached
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    assert.equal(await one.ended(job), 'ABORTED')
    assert.deepEqual(reasons, [{ why: 'aborted', atOnce: true }])
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_FATAL'])
  })

  it('are killed at once when another step fails its job', async () => {
    const job = await one.start('PAIR')
    await running.reached
    failing.open()
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    assert.deepEqual(reasons, [{ why: 'job failed', atOnce: true }])
  })

  it('have time to end when its node stops', async () => {
    const job = await one.start('LONG')
    await running.reached
    await one.stop('a')
    assert.deepEqual(reasons, [{ why: 'node stopped', atOnce: false }])
    await one.engine.abort(job, { user: 'ann', reason: null, cleanup: true })
    assert.equal(await one.ended(job), 'ABORTED')
  })

  async function untilAborted({ signal }: StepContext<undefined>) {
    void running.pass()
    await aborted(signal)
    reasons.push({ ...signal.reason })
    return finished()
  }

  async function failWhenOpen() {
    await failing.pass()
    return fatal('corrupt')
  }
})
