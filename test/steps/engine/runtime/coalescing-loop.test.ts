import assert from 'node:assert/strict'
import { CoalescingLoop } from '../../../../steps/engine/runtime/coalescing-loop.ts'

describe('What is done again and again', () => {
  it('is done once for all wakes of one turn', async () => {
    let rounds = 0
    const again = new CoalescingLoop(async () => ++rounds > 99, assert.ifError)
    for (let wake = 0; wake < 5; wake += 1) again.wake()
    await Promise.resolve().then(() => again.wake())
    await again.idle()
    assert.equal(rounds, 1)
  })

  it('is done once more for a wake that comes while it is done', async () => {
    let rounds = 0
    const again = new CoalescingLoop(async () => {
      rounds += 1
      if (rounds === 1) for (let wake = 0; wake < 5; wake += 1) again.wake()
      return false
    }, assert.ifError)
    again.wake()
    await again.idle()
    assert.equal(rounds, 2)
  })

  it('goes on as long as it wants to, and after a failure when it is woken again', async () => {
    let rounds = 0
    const errors: unknown[] = []
    const again = new CoalescingLoop(
      async () => {
        rounds += 1
        if (rounds === 3) throw new Error('not now')
        return rounds < 5
      },
      (error) => errors.push(error),
    )
    again.wake()
    await again.idle()
    assert.deepEqual([rounds, errors.length], [3, 1])
    again.wake()
    await again.idle()
    assert.equal(rounds, 5)
  })
})
