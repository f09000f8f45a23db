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

  /** A node beside a pool that last answered when it joined; `aheadMs` moves its clock on. */
  async function beating(aheadMs: number) {
    const events: EngineEvent[] = []
    const joined = Promise.withResolvers<void>()
    const fenced = Promise.withResolvers<void>()
    const stop = new AbortController()
    let ahead = 0
    let beats = 0
    const node = new FarmNode({
      ...{ connection: test.connection, database: test.database, name: 'a', hostId: 'a', hostName: 'a' },
      capacity: { slots: { cpu: 1 }, encoders: [], gpus: {}, reaches: null },
      clock: { now: () => clock.now() + ahead, sleep: (ms, signal) => clock.sleep(ms / 20, signal) },
      publish: (event) => events.push(event),
      onCall: () => undefined,
      onBeat: () => {
        beats += 1
        if (beats === 2) joined.resolve()
      },
      onFenced: async () => fenced.resolve(),
      poolAnsweredAt: () => Number.NEGATIVE_INFINITY,
    })
    const running = node.run(stop.signal)
    await joined.promise
    ahead = aheadMs
    const end = async () => {
      stop.abort()
      await running
    }
    return { events, fenced: fenced.promise, end }
  }

  it('fences itself when its connection pool has not answered for 60 s', async () => {
    const { events, fenced, end } = await beating(60_001)
    await fenced
    await end()
    const why = events.flatMap((event) => (event.type === 'node-fenced' ? [event.why] : []))
    assert.equal(why[0], 'its connection pool has not answered for 60 s')
  })

  it('keeps running while the pool has been silent for less', async () => {
    const { events, end } = await beating(50_000)
    await clock.sleep(500)
    await end()
    assert.deepEqual(
      events.filter(({ type }) => type === 'node-fenced'),
      [],
    )
  })
})
