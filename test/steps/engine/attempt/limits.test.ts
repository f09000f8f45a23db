import assert from 'node:assert/strict'
import { retry } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { endless, FAR, Gate, step } from '../farm/made-up-steps.ts'
import { guardLedger, rowsAreSound } from '../farm/rows-invariants.ts'

describe('A job', function () {
  this.timeout(40_000)
  let one: Farm
  let running: Gate
  const LIMITS = { queueS: 60, runS: 600 }

  before(async () => {
    one = await farm({
      FAR,
      ENDLESS: endless(() => running),
      FAILS: [{ number: 100, step: step('fails', async () => retry('busy')) }],
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

  it('that exceeds its queue time limit is FAILED_TOTAL with that reason', async () => {
    const [late, held] = [
      await one.start('FAR', 'MEDIUM', { limits: LIMITS }),
      await one.start('FAR', 'MEDIUM', { limits: LIMITS, held: true }),
    ]
    await one.passes(58)
    assert.deepEqual(await reason(late), { givenUp: null, cause: null })
    await one.passes(3)
    assert.equal(await one.ended(late), 'FAILED_TOTAL')
    const limit = 'not started within its queue time limit of 60 s'
    assert.deepEqual(await reason(late), { givenUp: limit, cause: limit })
    assert.deepEqual(await reason(held), { givenUp: null, cause: null })
  })

  it('that is released has its full queue time from then on', async () => {
    const job = await one.start('FAR', 'MEDIUM', { limits: LIMITS, held: true })
    await one.passes(61)
    await one.engine.releaseHold(job, 'bob')
    await one.passes(58)
    await one.rescue()
    assert.deepEqual(await reason(job), { givenUp: null, cause: null })
    await one.passes(3)
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
  })

  it('that is paused in the queue uses up no queue time', async () => {
    const job = await one.start('FAR', 'MEDIUM', { limits: LIMITS })
    await one.passes(20)
    await one.engine.pause(job, 'bob')
    await one.passes(600)
    await one.rescue()
    await one.engine.resume(job, 'bob')
    await one.passes(38)
    await one.rescue()
    assert.deepEqual(await reason(job), { givenUp: null, cause: null })
    await one.passes(3)
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
  })

  it('that is paused before its release has its full queue time from the resume on', async () => {
    const job = await one.start('FAR', 'MEDIUM', { limits: LIMITS, held: true })
    await one.engine.pause(job, 'bob')
    await one.passes(600)
    await one.engine.releaseHold(job, 'bob')
    await one.passes(10)
    await one.engine.resume(job, 'bob')
    await one.passes(58)
    await one.rescue()
    assert.deepEqual(await reason(job), { givenUp: null, cause: null })
    await one.passes(3)
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
  })

  it('that exceeds its run time limit is stopped, cleaned up and FAILED_TOTAL with that reason', async () => {
    const job = await one.start('ENDLESS', 'MEDIUM', { limits: { runS: 60 } })
    await running.reached
    await one.passes(61)
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_FATAL', '900/0 FINISHED'])
    assert.equal((await reason(job)).givenUp, 'run time limit of 60 s exceeded')
    const [row] = await one.rows<{ text: string }>(MESSAGE, [job])
    assert.equal(row?.text, 'run time limit of 60 s exceeded')
  })

  it('is retried as often and with the delay that it requests', async () => {
    const job = await one.start('FAILS', 'MEDIUM', { limits: { maxRetries: 1, backoffS: 30 } })
    const failed = async () => (await one.runs(job)).includes('100/0 FAILED_RETRY')
    await one.until('it has failed once', failed)
    const [row] = await one.rows<{ wait: number }>(WAIT, [job])
    assert.ok(row && row.wait >= 27 && row.wait <= 33, `${row?.wait} s is about 30 s`)
    await one.passes(34)
    assert.equal(await one.ended(job), 'FAILED_TOTAL')
    assert.deepEqual(await one.runs(job), ['100/0 FAILED_RETRY', '100/1 FAILED_FATAL'])
  })

  /** Why a job was given up, and the cause of its end in the history. */
  async function reason(job: number) {
    const [row] = await one.rows<{ givenUp: string | null; cause: string | null }>(
      `select given_up as "givenUp", (select cause from callsheet.history h
         where h.job_id = j.id and h.step is null and h.became = 'FAILED_TOTAL') as cause
       from callsheet.job j where id = ?`,
      [job],
    )
    assert.ok(row)
    return row
  }
})

const MESSAGE = 'select error_message as text from callsheet.step where job_id = ? and number = 100'
const WAIT = `
select extract(epoch from retry_after - changed)::float8 as wait from callsheet.step where job_id = ?`
