import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Home } from './home.ts'
import { clip, eventually, kill } from './outside.ts'
import { datum, type Job, runs, type Server } from './server.ts'

/** Each test kills processes during a transcode, and uses the server that the previous test left running. */
describe('a transcode recovers and ends FINISHED', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server
  let sourceUri: string
  let shortUri: string
  let environment: Readonly<Record<string, string>>

  before(async () => {
    home = new Home()
    const media = await home.mediaFolder()
    sourceUri = `file://${await clip(join(media, 'clip.mp4'), 20)}`
    shortUri = `file://${await clip(join(media, 'short.mp4'), 5)}`
    environment = { FFMPEG: await home.unhurried(slow()) }
    server = await home.start({ environment })
  })
  after(() => home[Symbol.asyncDispose]())

  it('after kill -9 of the server and a restart', async () => {
    const id = await midTranscode()
    const began = performance.now()
    await server.stop('SIGKILL') // until its agent, which has the same output, has ended
    assert.ok(performance.now() - began < 10_000)
    server = await home.start({ environment })
    await finishes(id)
  })

  it('after kill -9 of the server, the agent and their child processes', async () => {
    const id = await midTranscode()
    const [ffmpeg = 0] = home.pids('ffmpeg')
    await server.stopGroup('SIGKILL')
    await eventually('ffmpeg ends with its agent', () => !home.pids('ffmpeg').includes(ffmpeg))
    server = await home.start({ environment })
    await finishes(id)
  })

  it('after kill -9 of the agent alone, which the server restarts', async () => {
    const id = await midTranscode()
    const agent = await home.pid('agent')
    kill(agent, 'SIGKILL')
    const job = await finishes(id)
    assert.deepEqual(stateOfRuns(job), ['0 DISAPPEARED', '0 FINISHED'])
    assert.notEqual(await home.pid('agent'), agent)
  })

  it('after kill -9 of PostgreSQL, without a second attempt', async () => {
    const id = await midTranscode(shortUri)
    const ffmpeg = await home.pid('ffmpeg')
    // Held, so that it cannot end before PostgreSQL is back.
    kill(ffmpeg, 'SIGSTOP')
    kill(await home.pid('postmaster'), 'SIGKILL')
    await eventually('PostgreSQL is back', () =>
      home.query('select 1').then(
        () => true,
        () => false,
      ),
    )
    assert.deepEqual(home.pids('ffmpeg'), [ffmpeg], 'ffmpeg is not affected')
    kill(ffmpeg, 'SIGCONT')
    assert.deepEqual(stateOfRuns(await finishes(id)), ['0 FINISHED'])
  })

  it('after SIGTERM, which stops the server within 10 s without leftovers, and a restart', async () => {
    const id = await midTranscode()
    const began = performance.now()
    assert.deepEqual(await server.stop('SIGTERM'), { code: 0, signal: null })
    assert.ok(performance.now() - began < 10_000)
    assert.deepEqual(home.processes(), [])
    assert.deepEqual(home.filesIn(outputs()), [])
    server = await home.start({ environment })
    await finishes(id)
  })

  let jobs = 0

  /**
   * Starts a job with a separate output folder; returns its id once ffmpeg is running. That ffmpeg takes as
   * long as the clip, so that it cannot end before the test kills; the next one takes no longer than it
   * needs.
   */
  async function midTranscode(uri = sourceUri): Promise<string> {
    jobs += 1
    await writeFile(slow(), '')
    const id = await server.submit({ sourceUri: uri, destinationUri: `file://${outputs()}`, tags: 'lowres' })
    await eventually('ffmpeg writes', () => existsSync(outputs()) && home.filesIn(outputs()).length === 1)
    await home.pid('ffmpeg')
    await rm(slow())
    return id
  }

  function slow(): string {
    return join(home.dataDir, 'slow')
  }

  function outputs(): string {
    return join(home.dataDir, 'media', `out-${jobs}`)
  }

  async function finishes(id: string): Promise<Job> {
    const job = await server.until(id, ({ status }) => status === 'FINISHED')
    const files = home.filesIn(outputs())
    assert.deepEqual(
      [datum(job, 'outputUri')],
      files.map((name) => `file://${outputs()}/${name}`),
    )
    assert.deepEqual(home.pids('ffmpeg'), [])
    return job
  }

  function stateOfRuns(job: Job): readonly string[] {
    return runs(job, 200).map(({ attempts, status }) => `${attempts} ${status}`)
  }
})
