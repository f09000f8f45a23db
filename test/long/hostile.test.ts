import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sendHostile } from '../server/http/hostile.ts'
import { serving } from '../serving.ts'

/** Number of requests. To run longer: `HOSTILE=1000000 npm run test:long`. */
const MANY = Number(process.env['HOSTILE'] ?? 100_000)
/** Requests after which all code is loaded and compiled, and all caches are full. */
const WARM_UP = MANY / 5
/**
 * Allowed growth after the warm-up, bytes. Caches are bounded and full by then. The limit is about 50 bytes
 * per request, less than any object retained per request. Runs differ by 1 MiB.
 */
const MOST_KEPT = 4 * 2 ** 20

describe('Many hostile requests', () => {
  const { api, job } = serving()
  before(async () => {
    for (let id = 1; id <= 3; id += 1) await job({ user: 'bob' })
  })

  it(`are answered, all ${MANY}, without a memory leak`, async () => {
    await sendHostile(api(), WARM_UP)
    const before = await kept()
    await sendHostile(api(), MANY - WARM_UP)
    const grown = (await kept()) - before
    assert.ok(grown < MOST_KEPT, `memory grew by ${grown} bytes after the warm-up`)
  }).timeout(MANY * 20)
})

/** Bytes in use after a garbage collection: the heap, and the external buffers that bodies are read into. */
async function kept(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // The last closed connections are released a moment later.
  await sleep(500)
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
