import assert from 'node:assert/strict'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import { videoOf } from '../../../tasks/ffmpeg/media.ts'
import { programs } from '../../tasks/machine.ts'
import { Home } from './home.ts'
import { clip } from './outside.ts'
import { datum, runs } from './server.ts'

describe('the first start in an empty folder', function () {
  this.timeout(40_000)
  let home: Home
  before(() => {
    home = new Home()
  })
  after(() => home[Symbol.asyncDispose]())

  it('makes the sample, which the example of the README transcodes to H.264', async () => {
    const server = await home.start({ environment: { SETTLED_AFTER: '' } })
    assert.deepEqual(home.filesIn(), ['sample.mp4'])
    const sourceUri = `file://${join(home.dataDir, 'media', 'sample.mp4')}`
    const id = await server.submit({ sourceUri, tags: 'lowres' })
    assert.equal(id, 'VX-1')
    const report = server.said.split('\n').flatMap((line) => /"label":"(\w+)"/.exec(line)?.[1] ?? [])
    assert.deepEqual(report, ['Console', 'User', 'Data', 'Media', 'Machine'])
    const samples = await server.request('GET', '/sample', { headers: { accept: 'text/plain' } })
    assert.equal(await samples.text(), `${sourceUri}\r\n`)
    const job = await server.final(id, 'FINISHED')
    const outputUri = datum(job, 'outputUri') ?? ''
    assert.match(datum(job, 'fileIds') ?? '', /^VX-\d+$/)
    assert.deepEqual(await home.query("select from callsheet.history where became = 'WAITING'"), [])
    const result = JSON.parse(datum(job, 'result') ?? '')
    assert.equal(result.outputs[0].uri, outputUri)
    assert.equal(datum(job, 'bytesWritten'), String(result.outputs[0].size))
    assert.deepEqual(home.filesIn(join(home.dataDir, 'media', id)), ['sample-lowres.mp4'])
    const { ffprobe } = await programs()
    const probed = await probe(fileURLToPath(outputUri), {
      ffprobe,
      signal: AbortSignal.timeout(10_000),
    })
    assert.ok(probed.ended === 'done')
    const { codec, width, height } = videoOf(probed.media) ?? {}
    assert.deepEqual({ codec, width, height }, { codec: 'h264', width: 640, height: 360 })
    assert.deepEqual(await server.stop('SIGTERM'), { code: 0, signal: null })
    assert.deepEqual(home.processes(), [])
  })

  it('makes no sample if MEDIA_ROOTS is set: jobs could not use it', async () => {
    await using other = new Home()
    const environment = { MEDIA_ROOTS: await other.mediaFolder() }
    const server = await other.start({ args: ['--role', 'api'], environment })
    assert.deepEqual(other.filesIn(), [])
    const samples = await server.request('GET', '/sample', { headers: { accept: 'application/json' } })
    assert.deepEqual(await samples.json(), {})
    await server.stop('SIGTERM')
  })

  it('listens with a warning while ffmpeg hangs on the sample, and can be stopped', async () => {
    await using other = new Home()
    const { ffmpeg } = await programs()
    const FFMPEG = await other.script(
      `case " $* " in *lavfi*) exec sleep 60 ;; esac; exec ${ffmpeg.path} "$@"`,
    )
    const server = await other.start({ args: ['--role', 'api'], environment: { FFMPEG } })
    assert.match(server.said, /the sample is not ready after 5 s; the server starts without it/)
    assert.deepEqual(await server.stop('SIGTERM'), { code: 0, signal: null })
    assert.deepEqual([other.processes(), other.filesIn()], [[], []])
  })

  it('keeps its jobs and its sample for the second start', async () => {
    const server = await home.start({ environment: { FFMPEG: await home.unhurried() } })
    assert.equal((await server.job('VX-1')).status, 'FINISHED')
    assert.deepEqual(home.filesIn(), ['sample.mp4'])
    const sourceUri = `file://${await clip(join(home.dataDir, 'media', 'clip.mp4'), 4)}`
    const id = await server.submit({ sourceUri, tags: 'lowres' })
    const seen = [0]
    await server.until(id, (job) => {
      seen.push(runs(job, 200)[0]?.progress?.value ?? 0)
      return job.status === 'FINISHED'
    })
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
      'progress never decreases',
    )
    assert.ok(new Set(seen).size >= 4, `${[...new Set(seen)]}`)
    assert.equal(seen.at(-1), 100)
    await server.stop('SIGTERM')
  })
})
