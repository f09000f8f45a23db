/** Jobs whose tags name presets that were given over the API. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import { audioOf, videoOf } from '../../../tasks/ffmpeg/media.ts'
import { agentHere } from '../../agent-here.ts'
import { scriptedJob } from '../../scripted-job.ts'
import { serving } from '../../serving.ts'
import { mediaOf } from '../../tasks/ffmpeg/preset/of-document.ts'
import { H264, make } from '../../tasks/machine.ts'

const video = (width: number): TranscodePresetDocument['video'] => ({
  ...{ codec: 'h264', preset: ['ultrafast'], scaling: { width } },
})

describe('A job of a shape tag', function () {
  this.timeout(60_000)
  const served = serving({ SETTLED_AFTER: '0' })
  const { ask, api } = served
  const transcode = scriptedJob(served, 'TRANSCODE')
  const thumbnail = scriptedJob(served, 'THUMBNAIL')
  let sourceUri: string
  let agent: AsyncDisposable | undefined

  const put = async (tag: string, preset: TranscodePresetDocument) => {
    const answer = await ask(`PUT /shape-tag/${tag}`, {
      ...{ by: 'root', body: JSON.stringify(preset), type: 'application/json' },
    })
    assert.equal(answer.status, 200, answer.text)
  }
  const runs = async () => {
    agent ??= await agentHere(api(), 'here', { SETTLED_AFTER: '0' })
  }
  const data = async (id: string) => {
    const { body } = await ask(`GET /job/${id}?metadata=true`)
    return Object.fromEntries(body.data.map(({ key, value }: { key: string; value: string }) => [key, value]))
  }
  const outputs = async (id: string) => {
    await transcode.becomes(id, 'FINISHED')
    const uris: string = (await data(id))['outputUri']
    return Promise.all(uris.split('\n').map((uri) => mediaOf(fileURLToPath(uri))))
  }

  before(async () => {
    const path = await make(join(api().mediaRoot, 'clip.mov'), [
      ...['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=1'],
      ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=1', '-ac', '2'],
      ...[...H264, '-c:a', 'pcm_s16le'],
    ])
    sourceUri = `file://${path}`
  })
  after(() => agent?.[Symbol.asyncDispose]())

  it('keeps the preset that it was created with, whatever becomes of the tag', async () => {
    await put('small', { format: 'mp4', video: video(64) })
    const [changed, deleted] = [
      await transcode.start({ sourceUri, tags: 'small' }),
      await transcode.start({ sourceUri, tags: 'small' }),
    ]
    await put('small', { format: 'mp4', video: video(128) })
    const later = await transcode.start({ sourceUri, tags: 'small' })
    await ask('DELETE /shape-tag/small', { by: 'root' })
    await runs()
    for (const [id, width] of [
      [changed, 64],
      [deleted, 64],
      [later, 128],
    ] as const) {
      const [media] = await outputs(id)
      assert.equal(media && videoOf(media)?.width, width)
    }
    const again = await ask('POST /job?type=TRANSCODE&jobmetadata=sourceUri%3Dx&jobmetadata=tags%3Dsmall')
    assert.deepEqual([again.status, again.body.notFound.type], [404, 'shape-tag'])
  })

  it('does what replaces a tag that comes with Callsheet', async () => {
    await put('web', { format: 'mp4', video: video(96) })
    await runs()
    const [media] = await outputs(await transcode.start({ sourceUri, tags: 'web' }))
    assert.equal(media && videoOf(media)?.width, 96)
    await ask('DELETE /shape-tag/web', { by: 'root' })
    await ask('PUT /APIinit/preset-templates', { by: 'root' })
  })

  it('runs the script of the preset before the transcode', async () => {
    const script =
      'var width = shape.getVideoComponent().get(0).getResolution().getWidth()\npreset.video.scaling.width = width / 4'
    await put('quarter', { format: 'mp4', video: video(64), script })
    await runs()
    const id = await transcode.start({ sourceUri, tags: 'quarter' })
    const [media] = await outputs(id)
    assert.equal(media && videoOf(media)?.width, 80)
    const { body } = await ask(`GET /job/${id}?steps=true`)
    const step = body.log.task.find((task: { step: number }) => task.step === 150)
    assert.deepEqual([step.description, step.status], ['Preparing transcode.', 'FINISHED'])
  })

  it('fails with a script that fails, in the step that prepares the transcode', async () => {
    await put('broken', { format: 'mp4', video: video(64), script: 'preset.getFoo().bar()' })
    await runs()
    const id = await transcode.start({ sourceUri, tags: 'broken' })
    const body = await transcode.becomes(id, 'FAILED_TOTAL')
    assert.match(JSON.stringify(body), /script of “broken”: line 1, column \d+: TypeError/)
    const steps = (await ask(`GET /job/${id}?steps=true`)).body.log.task
    assert.equal(steps.find((task: { step: number }) => task.step === 150).status, 'FAILED_FATAL')
  })

  it('of a type of one’s own needs the step that runs scripts', async () => {
    await put('quarter', { format: 'mp4', video: video(64), script: 'preset.video.scaling.width = 80' })
    const built = (step: number, method: string, after?: number) => ({
      ...{ jobType: 'ACME_MAKE', step, bean: 'callsheet', method, description: method },
      ...(after !== undefined && { dependency: { step: after } }),
    })
    const task = [built(100, 'probe-file'), built(200, 'transcode', 100)]
    const define = (tasks: readonly object[]) =>
      ask('POST /task-definition', {
        by: 'root',
        body: JSON.stringify({ task: tasks }),
        type: 'application/json',
      })
    assert.equal((await define(task)).status, 200)
    await runs()
    const acme = scriptedJob(served, 'ACME_MAKE')
    const without = await acme.start({ sourceUri, tags: 'quarter' })
    assert.match(
      JSON.stringify(await acme.becomes(without, 'FAILED_TOTAL')),
      /prepare-transcode has to run first/,
    )
    await ask('DELETE /task-definition/jobtype/ACME_MAKE', { by: 'root' })
    await define([
      built(100, 'probe-file'),
      built(150, 'prepare-transcode', 100),
      built(200, 'transcode', 150),
    ])
    const { mediaPlan } = await acme
      .start({ sourceUri, tags: 'quarter' })
      .then(async (id) => (await acme.becomes(id, 'FINISHED')) && data(id))
    assert.match(mediaPlan, /video: 80×60/)
  })

  it('has no step for scripts where there are none', async () => {
    const id = await transcode.start({ sourceUri, tags: 'audio' })
    const { step } = (
      await ask(
        `POST /job?type=TRANSCODE&dryRun=true&jobmetadata=${encodeURIComponent(`sourceUri=${sourceUri}`)}`,
      )
    ).body
    assert.deepEqual(
      step.map(({ number }: { number: number }) => number),
      [100, 200, 300, 350, 400, 500, 900],
    )
    await outputs(id)
  })

  it('writes each channel to a file of its own, beside the video', async () => {
    await put('mono', { format: 'mov', video: video(64), audio: { codec: 'pcm_s16le', monoFile: true } })
    await runs()
    const medias = await outputs(await transcode.start({ sourceUri, tags: 'mono' }))
    const found = medias.map((media) => [
      videoOf(media)?.width,
      audioOf(media).map(({ channels }) => channels),
    ])
    assert.deepEqual(found, [
      [64, []],
      [undefined, [1]],
      [undefined, [1]],
    ])
  })

  it('is refused for a tag without a format', async () => {
    await put('label', { description: 'nothing to make' })
    const { status, body } = await ask(
      'POST /job?type=TRANSCODE&jobmetadata=sourceUri%3Dx&jobmetadata=tags%3Dlabel',
    )
    assert.deepEqual([status, body.invalidInput.value], [400, 'label'])
    assert.match(body.invalidInput.explanation, /has no format/)
  })

  it('is sized as the tag says, if it makes thumbnails', async () => {
    await put('thumbs', {
      thumbnailResolution: { width: 100, height: 30 },
      thumbnailPeriod: { samples: 10, timeBase: { numerator: 1, denominator: 25 } },
    })
    await runs()
    const id = await thumbnail.start({ sourceUri, tags: 'thumbs' })
    await thumbnail.becomes(id, 'FINISHED')
    const { thumbnailWidth, thumbnailPeriod } = await data(id)
    const { output } = (await ask(`GET /job/${id}/output`)).body
    assert.deepEqual([thumbnailWidth, thumbnailPeriod], ['100', '0.4'])
    const medias = await Promise.all(output.map(({ uri }: { uri: string }) => mediaOf(fileURLToPath(uri))))
    assert.deepEqual(
      medias.map((media) => videoOf(media)?.height),
      [30, 30, 30],
    )
  })
})
