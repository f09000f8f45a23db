/** A stream whose client does not read: nothing is buffered, and the client is dropped. */
import assert from 'node:assert/strict'
import { setImmediate as next } from 'node:timers/promises'
import type { Message } from '../../../server/stream/message.ts'
import { LiveStream, type Outlet } from '../../../server/stream/stream.ts'
import type { Clock } from '../../../steps/engine/runtime/clock.ts'

/** A clock on which sleeping takes no time. */
class Passing implements Clock {
  #now = 0
  now(): number {
    return this.#now
  }
  async sleep(ms: number): Promise<void> {
    this.#now += ms
    await next()
  }
}

describe('A stream', () => {
  /**
   * Runs a stream until it is closed; returns what was sent, how it was closed and after how many seconds.
   */
  const run = async (client: Pick<Outlet, 'unsent' | 'ping'>, began?: (stream: LiveStream) => void) => {
    const clock = new Passing()
    const sent: Message[] = []
    const closed: unknown[] = []
    const outlet: Outlet = {
      ...client,
      send: (message) => sent.push(message),
      close: (...how) => closed.push(how),
    }
    const stream = new LiveStream(outlet, () => assert.fail('nothing is watched'), clock)
    began?.(stream)
    await stream.run(assert.ifError)
    return { sent, closed, seconds: clock.now() / 1_000 }
  }

  it('sends nothing to a client with too many unsent bytes, and closes after ten seconds', async () => {
    const { sent, closed, seconds } = await run({ unsent: () => 300_000, ping: () => true }, (stream) => {
      for (let job = 1; job < 10_000; job += 1) stream.changed.note(job)
    })
    assert.deepEqual(sent, [])
    assert.deepEqual(closed, [[1013, 'too slow']])
    assert.equal(seconds, 10.25)
  })

  it('continues if the client catches up in time', async () => {
    let asked = 0
    const { closed } = await run({
      unsent: () => (++asked % 40 === 0 ? 0 : 300_000),
      ping: () => asked < 400,
    })
    assert.deepEqual(closed, [[1013, 'no answer to a ping']])
    assert.ok(asked >= 400)
  })

  it('sends a ping every 20 seconds, and closes if the previous one was not answered', async () => {
    let pings = 0
    const { closed, seconds } = await run({ unsent: () => 0, ping: () => ++pings < 3 })
    assert.deepEqual(closed, [[1013, 'no answer to a ping']])
    assert.equal(Math.round(seconds), 60)
  })
})
