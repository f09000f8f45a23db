/** A node that can no longer prove, or use, that it is alive stops its own attempts. */
import assert from 'node:assert/strict'
import { FarmNode } from '../../../../steps/engine/node/node.ts'
import { clock } from '../../../../steps/engine/runtime/clock.ts'
import type { EngineEvent } from '../../../../steps/engine/runtime/events.ts'
import { database, type TestDatabase } from '../../../setup.ts'

describe('A node whose heartbeat is answered', function () {
  this.timeout(20_000)
  let test: TestDatabase
  before(async () => {
    test = await database()
  })
  after(() => test[Symbol.asyncDispose]())

  /** A node beside a pool that never answers, by a clock that is 20 times as fast. */
  async function beating() {
    const events: EngineEvent[] = []
    const joined = Promise.withResolvers<void>()
    const fenced = Promise.withResolvers<void>()
    const stop = new AbortController()
    let ahead = 0
    let beats = 0
    const node = new FarmNode({
      ...{ connection: test.connection, database: test.database, name: 'a', hostId: 'a', hostName: 'a' },
      capacity: { slots: { cpu: 1 }, encoders: [], gpus: {}, reaches: null },
      clock: { now: () => clock.now() * 20 + ahead, sleep: (ms, signal) => clock.sleep(ms / 20, signal) },
      publish: (event) => events.push(event),
      onCall: () => undefined,
      onBeat: () => {
        beats += 1
        if (beats === 2) joined.resolve()
      },
      onFenced: async () => fenced.resolve(),
      mediaTrouble: () => undefined,
      poolAnsweredAt: () => Number.NEGATIVE_INFINITY,
    })
    const running = node.run(stop.signal)
    await joined.promise
    const standStill = (ms: number) => {
      ahead += ms
    }
    const end = async () => {
      stop.abort()
      await running
    }
    return { events, fenced: fenced.promise, standStill, end }
  }

  it('fences itself when its connection pool has not answered for 60 s', async () => {
    const since = clock.now()
    const { events, fenced, end } = await beating()
    await fenced
    await end()
    assert.ok(clock.now() - since >= 60_000 / 20)
    const why = events.flatMap((event) => (event.type === 'node-fenced' ? [event.why] : []))
    assert.equal(why[0], 'its connection pool has not answered for 60 s')
  })

  it('keeps running after it stood still, when neither of them has been asked', async () => {
    const { events, standStill, end } = await beating()
    standStill(61_000)
    await clock.sleep(500)
    await end()
    assert.deepEqual(
      events.filter(({ type }) => type === 'node-fenced'),
      [],
    )
  })
})
