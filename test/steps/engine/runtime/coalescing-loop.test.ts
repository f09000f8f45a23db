import assert from 'node:assert/strict'
import { CoalescingLoop } from '../../../../steps/engine/runtime/coalescing-loop.ts'

describe('A coalescing loop', () => {
  it('runs one round for wake-ups that come together', async () => {
    let rounds = 0
    const loop = new CoalescingLoop(async () => ++rounds > 99, assert.ifError)
    for (let wake = 0; wake < 5; wake += 1) loop.wake()
    await Promise.resolve().then(() => loop.wake())
    await loop.idle()
    assert.equal(rounds, 1)
  })

  it('runs one more round for wake-ups during a round', async () => {
    let rounds = 0
    const loop = new CoalescingLoop(async () => {
      rounds += 1
      if (rounds === 1) for (let wake = 0; wake < 5; wake += 1) loop.wake()
      return false
    }, assert.ifError)
    loop.wake()
    await loop.idle()
    assert.equal(rounds, 2)
  })

  it('continues while a round asks for another, and after a failure when it is woken', async () => {
    let rounds = 0
    const errors: unknown[] = []
    const loop = new CoalescingLoop(
      async () => {
        rounds += 1
        if (rounds === 3) throw new Error('not now')
        return rounds < 5
      },
      (error) => errors.push(error),
    )
    loop.wake()
    await loop.idle()
    assert.deepEqual([rounds, errors.length], [3, 1])
    loop.wake()
    await loop.idle()
    assert.equal(rounds, 5)
  })
})
