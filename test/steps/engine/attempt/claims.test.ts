import assert from 'node:assert/strict'
import { finished } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step } from '../farm/made-up-steps.ts'

describe('the claim of a step that its own node has placed', function () {
  this.timeout(20_000)
  let one: Farm
  let gate: Gate

  before(async () => {
    gate = new Gate()
    one = await farm({
      LONG: [{ number: 100, step: step('long', async () => finished(await gate.pass())) }],
      SHORT: [{ number: 100, step: step('short') }],
    })
    await one.agent()
  })
  after(() => one[Symbol.asyncDispose]())
  afterEach(() => assert.deepEqual(one.troubles, []))

  const claims = () => one.rows<{ state: string }>(`select state::text from callsheet_carrier.job`)

  it('is taken while it runs, though it has begun before, and goes with its end', async () => {
    const job = await one.start('LONG')
    await gate.reached
    await one.until('the claim is taken', async () => (await claims())[0]?.state === 'active')
    assert.deepEqual(await one.runs(job), ['100/0 STARTED_ASYNCHRONOUS'])
    gate.open()
    assert.equal(await one.ended(job), 'FINISHED')
    await one.until('no claim is left', async () => (await claims()).length === 0)
  })

  it('goes with its end, too, when nobody has had the time to take it', async () => {
    const jobs = await Promise.all(Array.from({ length: 20 }, () => one.start('SHORT')))
    for (const job of jobs) assert.equal(await one.ended(job), 'FINISHED')
    await one.until('no claim is left', async () => (await claims()).length === 0)
    for (const job of jobs) assert.deepEqual(await one.runs(job), ['100/0 FINISHED'])
  })
})
