import assert from 'node:assert/strict'
import { finished } from '../../../../steps/engine/declare/step.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { Gate, step } from '../farm/made-up-steps.ts'

describe('A step that signals that others may join it', function () {
  this.timeout(20_000)
  let first: Gate
  let second: Gate
  let one: Farm
  before(async () => {
    first = new Gate()
    second = new Gate()
    one = await farm({
      PAIR: [
        {
          number: 100,
          step: step('writer', async ({ signalParallel }) => {
            await signalParallel()
            await signalParallel()
            return first.pass().then(() => finished())
          }),
        },
        { number: 200, step: step('reader', () => second.pass().then(() => finished())), alongside: [100] },
        { number: 300, step: step('follower'), after: [100] },
      ],
    })
    await one.agent('a')
  })
  after(() => one[Symbol.asyncDispose]())

  it('keeps running while they start; steps after it wait for its end', async () => {
    const job = await one.start('PAIR')
    await second.reached
    await first.reached
    const running = ['100/0 STARTED_PARALLEL_ASYNCHRONOUS', '200/0 STARTED_ASYNCHRONOUS']
    assert.deepEqual(await one.runs(job), running)
    first.open()
    second.open()
    assert.equal(await one.ended(job), 'FINISHED')
    assert.deepEqual(await one.runs(job), ['100/0 FINISHED', '200/0 FINISHED', '300/0 FINISHED'])
    assert.deepEqual(one.troubles, [])
  })
})
