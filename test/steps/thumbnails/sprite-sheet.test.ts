import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readJson } from '../../../schema/codec/json/json.ts'
import { ThumbnailSpriteSheetDocument } from '../../../schema/documents/sprite-sheet.ts'
import thumbnail from '../../../steps/job-types/thumbnail.ts'
import { landThumbnails } from '../../../steps/thumbnails/land-thumbnails.ts'
import { H264, make, programs } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'
import { cleanUp, runJob } from '../files.ts'

/** A second of red, then two of blue, with a key frame at the start only. */
const COLORS = [
  ...[
    '-f',
    'lavfi',
    '-i',
    'color=red:size=320x180:rate=25:duration=1[a];color=blue:size=320x180:rate=25:duration=2[b]',
  ],
]
const CLIP = [COLORS[0], COLORS[1], COLORS[2], `${COLORS[3]};[a][b]concat`].filter((one) => one !== undefined)

describe('a sprite sheet', function () {
  this.timeout(20_000)
  let here: Bench
  const at = (...names: readonly string[]) => join(here.media, ...names)
  before(async () => {
    here = await bench()
    await make(at('clip 1.mp4'), [...CLIP, ...H264, '-g', '999'])
  })
  after(() => here[Symbol.asyncDispose]())

  const ask = (more: Readonly<Record<string, string>>) => ({
    ...{ sourceUri: `file://${at('clip%201.mp4')}`, destinationUri: `file://${at('out')}` },
    ...{ createSpriteSheet: 'true', ...more },
  })

  it('shows the frames on the screen at its times, with a WebVTT file beside it', async () => {
    const metadata = ask({ spritePeriod: '18@25', spriteColumns: '2', spriteWidth: '64' })
    const { last, metadata: computed, results } = await runJob(here, thumbnail, { metadata })
    assert.deepEqual(last, { ended: 'finished' })
    const sheet = at('out', 'clip 1-sprite.jpg')
    assert.deepEqual(await colorsOf(sheet), ['red', 'red', 'blue', 'blue', 'blue', 'black'])
    const vtt = await readFile(at('out', 'clip 1-sprite.vtt'), 'utf8')
    assert.match(vtt, /^WEBVTT\n\n00:00:00.000 --> 00:00:00.720\nclip%201-sprite.jpg#xywh=0,0,64,36\n/)
    assert.match(vtt, /00:00:02.880 --> 00:00:03.000\nclip%201-sprite.jpg#xywh=0,72,64,36\n$/)
    const document = readJson(ThumbnailSpriteSheetDocument, computed['spriteSheet'] ?? '')
    assert.equal(document.thumbnail.length, 5)
    assert.deepEqual(document.path, [`file://${at('out', 'clip%201-sprite.jpg')}`])
    const outputs = landThumbnails.outputs?.(results['land-thumbnails']) ?? []
    assert.deepEqual(
      outputs.map(({ label }) => label),
      ['750@1000', 'sprite', 'vtt'],
    )
    await cleanUp(here, thumbnail, { metadata, results })
    assert.ok((await readFile(sheet)).length > 0, 'what has landed is the result')
  })

  it('is not made over another file', async () => {
    const { last } = await runJob(here, thumbnail, { metadata: ask({ thumbnailTimeCodes: '0' }) })
    assert.ok(last.ended === 'fatal' && last.reason.endsWith('clip%201-sprite.jpg already exists'))
  })

  // biome-ignore format: a table
  for (const [more, expected] of [
    [{ spritePeriod: '0' },        'spritePeriod: expected a time above zero'],
    [{ spritePeriod: '1@X' },      'spritePeriod: expected a time above zero'],
  ] as const)
    it(`refuses ${JSON.stringify(more)}`, async () => {
      const refused = await thumbnail.check?.(ask(more), here.tools)
      assert.ok(refused?.refused === 'invalid')
      assert.equal(`${refused.key}: ${refused.explanation}`, expected)
    })
})

/** The colors of the tiles of a sheet of 2 × 3. */
async function colorsOf(path: string): Promise<readonly string[]> {
  const { ffmpeg } = await programs()
  const parameters = [
    '-v',
    'error',
    '-i',
    `file:${path}`,
    '-vf',
    'format=rgb24,scale=2:3:flags=area',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ]
  const { stdout } = await promisify(execFile)(ffmpeg.path, parameters, { encoding: 'buffer' })
  return Array.from({ length: 6 }, (_, tile) => {
    const [red = 0, , blue = 0] = stdout.subarray(tile * 3, tile * 3 + 3)
    if (red > 150) return 'red'
    return blue > 150 ? 'blue' : 'black'
  })
}
