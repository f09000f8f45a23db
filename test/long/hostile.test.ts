import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sendHostile } from '../server/http/hostile.ts'
import { serving } from '../serving.ts'

/** Overridden to look for longer: `HOSTILE=1000000 npm run test:long`. */
const MANY = Number(process.env['HOSTILE'] ?? 100_000)
/** After so many everything has been loaded, compiled and remembered once. */
const WARM_UP = MANY / 5
/**
 * Bytes that may be kept after the warm-up. What is remembered on purpose is bounded and full by then; the rest is about 50
 * bytes of each request, and nothing that is kept of a request is smaller. One run differs from the next by 1 MiB.
 */
const MOST_KEPT = 4 * 2 ** 20

describe('hostile requests, for long', () => {
  const { api, job } = serving()
  before(async () => {
    for (let id = 1; id <= 3; id += 1) await job({ user: 'bob' })
  })

  it(`are refused or answered, ${MANY} of them, and nothing of them stays in memory`, async () => {
    await sendHostile(api(), WARM_UP)
    const before = await kept()
    await sendHostile(api(), MANY - WARM_UP)
    const grown = (await kept()) - before
    assert.ok(grown < MOST_KEPT, `${grown} bytes more than after the warm-up`)
  }).timeout(MANY * 20)
})

/** Bytes in use after a garbage collection: objects, and the buffers outside of the heap that bodies are read into. */
async function kept(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // What was closed last is let go of a moment later.
  await sleep(500)
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
