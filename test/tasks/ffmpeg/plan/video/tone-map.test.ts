import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toneMap } from '../../../../../tasks/ffmpeg/plan/video/tone-map.ts'
import { folder, make } from '../../../machine.ts'
import { pixels, thumbnailOf } from '../../picture/numbered.ts'

/** cd/m²; 26 is middle gray and 203 white, as ITU-R BT.2408 has it. */
const LIGHTS = [1, 26, 203, 400, 1_000, 4_000] as const

/** SMPTE ST 2084: the signal for a light, 0 … 1. */
function pq(light: number): number {
  const y = (light / 10_000) ** (2_610 / 16_384)
  return ((3_424 / 4_096 + (2_413 / 128) * y) / (1 + (2_392 / 128) * y)) ** ((2_523 / 4_096) * 128)
}

/** ITU-R BT.2100 HLG on a screen of 1 000 cd/m²: the signal for a light, 0 … 1. */
function hlg(light: number): number {
  const scene = Math.min(1, light / 1_000) ** (1 / 1.2)
  return scene <= 1 / 12 ? Math.sqrt(3 * scene) : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073
}

describe('tone mapping', function () {
  this.timeout(30_000)

  // biome-ignore format: a table
  for (const [name, signal, transfer, more, grays] of [
    ['PQ',                                   pq,  'smpte2084',    '', [27, 108, 216, 238, 255, 255]],
    ['PQ that states a peak of 4 000 cd/m²', pq,  'smpte2084',    ':max-cll=4000,400:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(40000000,50)', [27, 108, 216, 238, 255, 255]],
    ['HLG',                                  hlg, 'arib-std-b67', '', [27, 108, 216, 238, 255, 255]],
  ] as const)
    for (const format of ['jpeg', 'png'] as const)
      it(`gives ${name} the gray levels ${grays.join(', ')} for ${LIGHTS.join(', ')} cd/m², in ${format}`, async () => {
        await using place = await folder()
        const raw = join(place.path, 'patches.raw')
        await writeFile(raw, patches(signal))
        const read = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p10le', '-s', '192x32', '-i', raw]
        const tags = ['-color_primaries', 'bt2020', '-colorspace', 'bt2020nc', '-color_trc', transfer, '-color_range', 'tv']
        const coded = ['-c:v', 'libx265', '-x265-params', `lossless=1:log-level=none${more}`, ...tags]
        const input = await make(join(place.path, 'hdr.mkv'), [...read, ...coded])
        const picture = await pixels((await thumbnailOf(input, 0, { format, width: 191 })) ?? '', 'rgb24', 6, 1)
        for (const [at, gray] of grays.entries())
          for (const part of picture.at(at, 0)) assert.ok(Math.abs(part - gray) <= 3, `${[...picture.data]}`)
      })

  it('leaves SDR as it is', () => {
    assert.deepEqual(toneMap(undefined), [])
    assert.deepEqual(toneMap({ transfer: 'bt709', primaries: 'bt709' }), [])
  })

  it('takes missing tags for those of BT.2100', () => {
    const [tags] = toneMap({ transfer: 'smpte2084' })
    assert.equal(tags, 'setparams=color_trc=smpte2084:colorspace=bt2020nc:color_primaries=bt2020:range=tv')
  })

  it('ends in the pixel format that the encoder takes', () => {
    assert.match(
      toneMap({ transfer: 'arib-std-b67' }, 'yuv422p10le').at(-1) ?? '',
      /m=bt709:r=tv,format=yuv422p10le$/,
    )
    assert.match(toneMap({ transfer: 'arib-std-b67' }, 'gbrp').at(-1) ?? '', /m=gbr:r=pc,format=gbrp$/)
  })
})

/** One frame of gray patches 32 pixels wide, yuv420p10le in limited range. */
function patches(signal: (light: number) => number): Buffer {
  const luma = new Uint16Array(192 * 32).map((_, at) =>
    Math.round(64 + 876 * signal(LIGHTS[Math.floor((at % 192) / 32)] ?? 0)),
  )
  return Buffer.concat([Buffer.from(luma.buffer), Buffer.from(new Uint16Array(96 * 16 * 2).fill(512).buffer)])
}
