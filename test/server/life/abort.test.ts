import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Home } from './home.ts'
import { clip, eventually } from './outside.ts'
import { runs, type Server } from './server.ts'

describe('an aborted job', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server
  let sourceUri: string

  before(async () => {
    home = new Home()
    sourceUri = `file://${await clip(join(await home.mediaFolder(), 'clip.mp4'), 20)}`
    server = await home.start({ environment: { CPU_SLOTS: '1', FFMPEG: await home.unhurried() } })
  })
  after(() => home[Symbol.asyncDispose]())

  it('is ABORTED_PENDING at once while it transcodes, then ABORTED, and leaves no files', async () => {
    const folder = join(home.dataDir, 'media', 'aborted')
    const id = await server.submit({ sourceUri, destinationUri: `file://${folder}`, tags: 'lowres' })
    await eventually('ffmpeg writes', () => existsSync(folder) && home.filesIn(folder).length === 1)
    const queued = await server.submit({ sourceUri })
    assert.equal(await server.abort(id, '?reason=no%20longer%20wanted'), 200)
    assert.match((await server.job(id)).status, /^ABORTED/)
    const job = await server.final(id, 'ABORTED')
    assert.deepEqual(home.filesIn(folder), [])
    assert.deepEqual(
      runs(job, 200).map(({ status, errorMessage }) => [status, errorMessage]),
      [['FAILED_FATAL', 'aborted by admin: no longer wanted']],
    )
    assert.deepEqual(
      await home.query(
        `select was, became, by_user, cause from callsheet.history where became like 'ABORTED%' order by id`,
      ),
      [
        { was: 'STARTED', became: 'ABORTED_PENDING', by_user: 'admin', cause: 'no longer wanted' },
        { was: 'ABORTED_PENDING', became: 'ABORTED', by_user: null, cause: 'no longer wanted' },
      ],
    )
    await server.until(queued, ({ status }) => status === 'STARTED')
    await server.abort(queued)
    await server.final(queued, 'ABORTED')
  })

  it('is ABORTED without an attempt while it is queued', async () => {
    const running = await server.submit({ sourceUri, tags: 'lowres' })
    await home.pid('ffmpeg')
    const id = await server.submit({ sourceUri }, '&priority=LOW')
    assert.equal(await server.abort(id, '?cleanup=false'), 200)
    const job = await server.job(id)
    assert.equal(job.status, 'ABORTED')
    assert.deepEqual(job.log, { task: [] })
    assert.equal(await server.abort(id), 200)
    await server.abort(running)
    await server.final(running, 'ABORTED')
    await eventually('no ffmpeg runs', () => home.pids('ffmpeg').length === 0)
  })
})

it('a job can be aborted while no worker is running', async function () {
  this.timeout(20_000)
  await using home = new Home()
  const server = await home.start({ args: ['--role', 'api'] })
  const id = await server.submit({ sourceUri: `file://${home.dataDir}/media/sample.mp4` })
  assert.equal(await server.abort(id, '?cleanup=false'), 200)
  await server.final(id, 'ABORTED')
})
