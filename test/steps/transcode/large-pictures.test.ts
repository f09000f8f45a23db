/** Pictures that are small on disk and huge in memory. */
import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import thumbnail from '../../../steps/job-types/thumbnail.ts'
import transcode from '../../../steps/job-types/transcode.ts'
import { largerThan } from '../../../steps/transcode/ffmpeg-step.ts'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import { make } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'
import { runJob } from '../files.ts'

describe('a picture larger than MAX_PIXELS', function () {
  this.timeout(20_000)
  let here: Bench
  let path: string
  before(async () => {
    here = await bench()
    const large = ['-f', 'lavfi', '-i', 'color=c=black:size=8000x8000:rate=1:duration=1', '-pix_fmt', 'gray']
    path = await make(join(here.media, 'bomb.png'), [...large, '-frames:v', '1', '-update', '1'])
    assert.ok((await stat(path)).size < 100_000)
  })
  after(() => here[Symbol.asyncDispose]())

  for (const type of [transcode, thumbnail])
    it(`is not decoded by ${type.name}, which says why`, async () => {
      const metadata = { sourceUri: `file://${path}`, tags: 'lowres', thumbnailTimeCodes: '0' }
      const { last } = await runJob(here, type, { metadata, tools: { maxPixels: 50_000_000 } })
      assert.deepEqual(last, {
        ended: 'fatal',
        reason: `${path}: its picture of 8000×8000 has 64 million pixels; MAX_PIXELS allows 50 million`,
      })
    })

  it('is decoded if MAX_PIXELS allows it', async () => {
    const metadata = { sourceUri: `file://${path}`, thumbnailTimeCodes: '0' }
    const { last } = await runJob(here, thumbnail, { metadata, tools: { maxPixels: 64_000_000 } })
    assert.deepEqual(last, { ended: 'finished' })
  })
})

describe('a source is refused by its pixels', () => {
  const media = (width: number, height: number): Media => ({
    ...{ format: 'png_pipe', durationS: undefined, sizeBytes: 1, bitRate: undefined },
    streams: [
      { type: 'audio', index: 0, codec: 'aac', channels: 2, sampleRate: 48_000, durationS: 1 },
      {
        type: 'video',
        ...{ index: 1, codec: 'png', width, height, frameRate: undefined, pixelFormat: 'rgb24' },
        ...{ rotation: 0, durationS: undefined },
      },
    ],
  })
  // biome-ignore format: a table
  for (const [maxPixels, width, height, refused] of [
    [100, 10,  10, false],
    [100, 101, 1,  true],
    [100, 11,  10, true],
    [0,   1e5, 1e5, false],
  ] as const)
    it(`${width}×${height} with at most ${maxPixels}: ${refused}`, () =>
      assert.equal(largerThan(maxPixels, media(width, height)) !== undefined, refused))
})
