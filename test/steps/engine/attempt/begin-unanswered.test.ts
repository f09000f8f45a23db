import assert from 'node:assert/strict'
import type { EngineEvent } from '../../../../steps/engine/runtime/events.ts'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'

describe('A step whose start was committed although the answer was lost', function () {
  this.timeout(20_000)
  let one: Farm
  before(async () => {
    one = await farm({ ONE: [{ number: 100, step: step('one') }] })
  })
  after(() => one[Symbol.asyncDispose]())

  it('runs exactly once', async () => {
    const nodeId = await one.node('here')
    const job = await one.start('ONE')
    await one.admit()
    let isLost = false
    const publish = one.publish.bind(one)
    one.publish = (event: EngineEvent) => {
      publish(event)
      // Events are published after the commit, so for the caller this is a commit without an answer.
      if (isLost || event.type !== 'step-moved' || event.became !== 'STARTED_ASYNCHRONOUS') return
      isLost = true
      throw new Error('Connection terminated unexpectedly')
    }
    const attempts = one.attempts()
    for (const delivery of await one.fetch(nodeId)) void attempts.run(delivery)
    assert.equal(await one.ended(job), 'FINISHED')
    assert.ok(isLost)
    assert.deepEqual(await one.runs(job), ['100/0 FINISHED'])
  })
})
