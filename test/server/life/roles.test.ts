import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Home } from './home.ts'
import { clip, eventually } from './outside.ts'
import type { Server } from './server.ts'

describe('one DATA_DIR', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server
  let sourceUri: string

  before(async () => {
    home = new Home()
    sourceUri = `file://${await clip(join(await home.mediaFolder(), 'clip.mp4'), 1)}`
    server = await home.start({ args: ['--role', 'api'] })
  })
  after(() => home[Symbol.asyncDispose]())

  it('refuses a second server with a message, and does not affect the first', async () => {
    // As if started by npm: the server then also watches whether npm is running.
    const { code, said } = await home.run({ environment: { npm_lifecycle_event: 'start' } })
    assert.equal(code, 1)
    assert.equal(
      said,
      `A Callsheet server (pid ${server.pid}) is already running on ${home.dataDir}: ` +
        'use another DATA_DIR, or join it with `npm start -- --role worker`',
    )
    assert.equal((await server.request('GET', '/job')).status, 200)
  })

  it('keeps jobs READY with --role api alone, until a worker joins and runs them', async () => {
    assert.deepEqual(home.pids('agent'), [])
    const id = await server.submit({ sourceUri, tags: 'lowres' })
    await sleep(300) // time in which the job must not start
    assert.equal((await server.job(id)).status, 'READY')
    const worker = await home.start({ args: ['--role', 'worker'] })
    await server.final(id, 'FINISHED')
    await worker.stop('SIGTERM')
  })

  it('refuses a worker if no server has ever run', async () => {
    await using empty = new Home()
    const { code, said } = await empty.run({ args: ['--role', 'worker'] })
    assert.equal(code, 1)
    assert.equal(
      said,
      `No PostgreSQL under ${empty.dataDir}: start a server there first, or set DATABASE_URL`,
    )
  })

  it('serves a worker that outlives its server, and has no processes after both have stopped', async () => {
    const worker = await home.start({ args: ['--role=worker'] })
    await server.stop('SIGTERM')
    assert.equal(home.pids('postmaster').length, 1)
    await worker.stop('SIGTERM')
    await eventually('nothing runs', () => home.processes().length === 0)
  })
})
