/** PLACEHOLDER_IMPORT and SHAPE_UPDATE of media as it comes: the shape, or why there is none. */
import assert from 'node:assert/strict'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { madeClip } from '../../../media/corpus.ts'
import { type Body, datum, importing } from '../../../specification/import/importing.ts'
import { SUBJECTS, type Subject } from './clips.ts'
import { probed, rateOf } from './probed.ts'

describe('An import', function () {
  this.timeout(60_000)
  const here = importing()
  const { get } = here

  for (const subject of SUBJECTS)
    it(`of ${subject.property} (${subject.name}) ${subject.broken?.source ?? 'has its shape'}`, async () => {
      const { path } = await madeClip(subject)
      await copyFile(path, join(here.inbox(), subject.name))
      const started = await get(`POST /import?uri=${here.inboxUri(subject.name)}&createThumbnails=false`)
      const job = await here.over(started, subject.broken ? 'FAILED_TOTAL' : 'FINISHED')
      if (subject.broken) {
        const reason = datum(job, 'errorMessage') ?? ''
        return assert.match(
          reason.replace(/VX-\d+(?=\.\w+ is )/, subject.name.replace(/\.\w+$/, '')),
          subject.broken,
        )
      }
      const [item, shape] = [datum(job, 'itemId'), datum(job, 'originalShapeId')]
      await describes(await get(`GET /item/${item}/shape/${shape}`), path, subject)
      const updated = await here.over(await get(`POST /item/${item}/shape/${shape}/update`))
      assert.equal(datum(updated, 'differences') ?? '', '')
    })
})

async function describes(shape: Body, path: string, { video: seen, sound }: Subject): Promise<void> {
  const { video, audio } = await probed(path)
  const [pictures, sounds] = [shape.videoComponent ?? [], shape.audioComponent ?? []]
  const codecs = (streams: Body[]) => streams.map(({ codec }) => codec)
  assert.deepEqual(
    codecs(pictures),
    video.map(({ codec_name }) => codec_name),
  )
  assert.deepEqual(
    codecs(sounds),
    audio.map(({ codec_name }) => codec_name),
  )
  assert.deepEqual(
    sounds.map(({ channelCount }: Body) => channelCount),
    sound,
  )
  const [stream, component] = [video[0], pictures[0]]
  if (!stream || !seen) return
  assert.deepEqual([component.resolution.width, component.resolution.height], [stream.width, stream.height])
  const { numerator, denominator } = component.averageFrameRate
  assert.ok(
    Math.abs(denominator / numerator - rateOf(stream)) < 0.01 ||
      Math.abs(numerator / denominator - rateOf(stream)) < 0.01,
  )
}
