import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { folder, make } from '../../machine.ts'
import { pixels, thumbnailOf } from './numbered.ts'

// biome-ignore format: a list
const BARS = ['ff0000', '00ff00', '0000ff', 'ffff00', '00ffff', 'ff00ff', 'ffffff', '808080', '000000', 'c04020', '2040c0', '808040']

/** Twelve bars as RGB, converted by this matrix to limited range. */
const barsOf = (width: number, height: number, matrix: string): readonly string[] => {
  const source = (color: string) => `color=c=0x${color}:s=${width / 12}x${height}:d=0.08:r=25,format=gbrp`
  const graph = [
    ...BARS.map((color, at) => `${source(color)}[${at}]`),
    `${BARS.map((_, at) => `[${at}]`).join('')}hstack=12`,
  ]
  const convert = `scale=out_color_matrix=${matrix}:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p`
  const untagged = 'setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown:range=unknown'
  return [
    '-f',
    'lavfi',
    '-i',
    graph.join(';'),
    '-vf',
    `${convert},${untagged}`,
    '-c:v',
    'libx264',
    '-qp',
    '1',
  ]
}

const tagged = (matrix: string, primaries: string) =>
  ['-colorspace', matrix, '-color_primaries', primaries, '-color_trc', 'bt709', '-color_range', 'tv'] as const

describe('the colors of a thumbnail', function () {
  this.timeout(30_000)
  let place: Awaited<ReturnType<typeof folder>>
  const at = (name: string) => join(place.path, name)
  before(async () => {
    place = await folder()
  })
  after(() => place[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [what, parameters] of [
    ['HD with tags',                      [...barsOf(1296, 720, 'bt709'), ...tagged('bt709', 'bt709')]],
    ['HD without tags',                   barsOf(1296, 720, 'bt709')],
    ['HD with the matrix of SD, tagged',  [...barsOf(1296, 720, 'smpte170m'), ...tagged('smpte170m', 'smpte170m')]],
    ['SD without tags',                   barsOf(720, 576, 'smpte170m')],
    ['SD with the matrix of HD, tagged',  [...barsOf(720, 480, 'bt709'), ...tagged('bt709', 'bt709')]],
    ['BT.2020 in SDR',                    [...barsOf(1296, 720, 'bt2020'), ...tagged('bt2020nc', 'bt2020')]],
    ['RGB',                               [...barsOf(720, 576, 'bt709').slice(0, 4), '-c:v', 'ffv1', '-pix_fmt', 'gbrp']],
  ] as const)
    for (const format of ['jpeg', 'png'] as const)
      it(`are those of the source: ${what}, ${format}`, async () => {
        const input = await make(at(`${what.replaceAll(/\W/g, '')}.mkv`), parameters)
        assert.ok((await worstBar((await thumbnailOf(input, 0, { format })) ?? '')) <= 3)
      })

  async function worstBar(path: string): Promise<number> {
    const picture = await pixels(path, 'rgb24', 24, 3)
    const differences = BARS.flatMap((color, bar) =>
      picture
        .at(bar * 2 + 1, 1)
        .map((value, part) => Math.abs(value - Number.parseInt(color.slice(2 * part, 2 * part + 2), 16))),
    )
    assert.equal(differences.length, 36)
    return Math.max(...differences)
  }

  it('have no color profile in PNG, which viewers would apply again', async () => {
    const input = await make(at('profile.mkv'), [
      ...barsOf(1296, 720, 'bt2020'),
      ...tagged('bt2020nc', 'bt2020'),
    ])
    const png = await readFile((await thumbnailOf(input, 0)) ?? '', 'latin1')
    for (const chunk of ['cICP', 'cHRM', 'gAMA', 'iCCP']) assert.equal(png.includes(chunk), false, chunk)
  })

  for (const [name, codec] of [
    ['alpha.mov', ['-c:v', 'qtrle']],
    ['alpha.png', ['-frames:v', '1', '-update', '1']],
    ['alpha-yuv.mov', ['-c:v', 'prores_ks', '-profile:v', '4', '-pix_fmt', 'yuva444p10le']],
  ] as const)
    it(`keep transparency in PNG and put it over black in JPEG: ${name}`, async () => {
      const red =
        "color=c=red:s=96x32:d=0.04,format=rgba,geq=r=255:g=0:b=0:a='if(lt(X,32),255,if(lt(X,64),128,0))'"
      const input = await make(at(name), ['-f', 'lavfi', '-i', red, ...codec])
      const [png, jpeg] = [await thumbnailOf(input, 0), await thumbnailOf(input, 0, { format: 'jpeg' })]
      const alpha = (await pixels(png ?? '', 'rgba', 3, 1)).data
      assert.deepEqual(near([...alpha]), [255, 0, 0, 255, 255, 0, 0, 130, 255, 0, 0, 0])
      assert.deepEqual(
        near([...(await pixels(jpeg ?? '', 'rgb24', 3, 1)).data]),
        [255, 0, 0, 130, 0, 0, 0, 0, 0],
      )
    })

  /** Rounded to tens, as codecs with loss allow; the largest is 255. */
  function near(values: readonly number[]): readonly number[] {
    return values.map((value) => (value > 250 ? 255 : Math.round(value / 10) * 10))
  }
})

describe('a thumbnail of interlaced video', () => {
  // A white block moves 8 pixels per field: a frame shows two places at once, line by line.
  for (const [parity, first] of [
    ['tff', 'top'],
    ['bff', 'bottom'],
  ] as const)
    it(`shows one field without combs, the first one: ${first} field first`, async () => {
      await using place = await folder()
      const moving =
        "color=c=black:s=256x64:r=50:d=1,format=yuv420p,geq=lum='if(between(X,8*N,8*N+64),235,16)':cb=128:cr=128"
      const interlaced = [
        '-vf',
        `tinterlace=mode=interleave_${first === 'top' ? 'top' : 'bottom'},fieldorder=${parity}`,
      ]
      const coded = [
        '-c:v',
        'mpeg2video',
        '-q:v',
        '1',
        '-flags',
        '+ildct+ilme',
        '-top',
        first === 'top' ? '1' : '0',
      ]
      const input = await make(join(place.path, 'moving.mxf'), [
        '-f',
        'lavfi',
        '-i',
        moving,
        ...interlaced,
        ...coded,
      ])
      const picture = await pixels((await thumbnailOf(input, 0.4)) ?? '', 'gray', 256, 64)
      // Frame 10 has the fields 20 and 21, whose blocks begin at 160 and 168.
      const edges = [20, 21, 22, 23].map((y) =>
        Array.from({ length: 256 }, (_, x) => x).find((x) => (picture.at(x, y)[0] ?? 0) > 128),
      )
      for (const edge of edges) assert.ok(Math.abs((edge ?? 0) - 160) <= 2, `${edges}`)
    })
})
