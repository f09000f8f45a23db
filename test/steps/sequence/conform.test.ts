/** CONFORM: sequences of parts of several files, whose frames are read again. */
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import conform from '../../../steps/job-types/conform.ts'
import type { Output } from '../../../steps/transcode/check-output.ts'
import { videoOf } from '../../../tasks/ffmpeg/media.ts'
import { make } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'
import { runJob } from '../files.ts'
import { colorsIn, counting, numbered, numbersIn, samplesIn } from '../numbered-frames.ts'
import { type Cut, conformXml } from './document.ts'

const LONG_GOP = ['-c:v', 'libx264', '-g', '40', '-bf', '3', '-pix_fmt', 'yuv420p', '-c:a', 'pcm_s16le']
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']

describe('CONFORM', function () {
  this.timeout(60_000)
  let here: Bench
  const at = (name: string) => join(here.media, name)
  before(async () => {
    here = await bench()
    await make(at('one.mov'), [...numbered(4), ...counting(4), ...LONG_GOP])
    await make(at('silent.mov'), [...numbered(4), ...LONG_GOP])
  })
  after(() => here[Symbol.asyncDispose]())

  async function render(cuts: readonly Cut[], more: Readonly<Record<string, string>> = {}) {
    const destinationUri = `file://${mkdtempSync(at('out-'))}`
    const conformXML = conformXml(cuts.map((cut) => ({ ...cut, uri: `file://${at(cut.uri)}` })))
    return runJob(here, conform, { metadata: { conformXML, destinationUri, tags: 'prores', ...more } })
  }

  async function made(...rendering: Parameters<typeof render>): Promise<Output> {
    const { last, results } = await render(...rendering)
    assert.deepEqual(last, { ended: 'finished' })
    const [output] = results['check-output'] as readonly [Output]
    return output
  }
  const pathOf = ({ uri }: Output) => new URL(uri).pathname
  const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

  it('joins parts to the frame and to the sample', async () => {
    const output = await made([
      { uri: 'one.mov', from: 25, to: 35 },
      { uri: 'one.mov', from: 80, to: 83 },
      { uri: 'silent.mov', from: 10, to: 15 },
      { uri: 'one.mov', from: 0, to: 2 },
    ])
    assert.deepEqual(await numbersIn(pathOf(output), at('one.mov')), [
      ...range(25, 34),
      ...range(80, 82),
      ...range(10, 14),
      ...range(0, 1),
    ])
    const heard = await samplesIn(pathOf(output))
    const perFrame = 48_000 / 25
    const sampleOf = (frame: number) => (frame * perFrame) % 32_768
    assert.equal(heard.length, 20 * perFrame)
    // biome-ignore format: pairs of a frame of the output and of the source
    for (const [frame, source] of [[0, 25], [9, 34], [10, 80], [18, 0]] as const)
      assert.ok(Math.abs((heard[frame * perFrame] ?? 0) - sampleOf(source)) <= 1, `sound of frame ${frame}`)
    assert.deepEqual(new Set(heard.slice(13 * perFrame, 18 * perFrame)), new Set([0]))
    assert.equal(videoOf(output.media)?.frames, 20)
  })

  // biome-ignore format: a table
  const CLIPS = [
    ['small.mp4',    'red',     'size=160x90:rate=30',         [...X264, '-c:a', 'aac', '-ac', '1']],
    ['ntsc.mov',     'lime',    'size=320x240:rate=30000/1001', [...X264, '-c:a', 'pcm_s16le', '-ar', '44100']],
    ['field.mov',    'blue',    'size=320x180:rate=25',        ['-vf', 'setfield=tff', '-c:v', 'prores_ks', '-flags', '+ildct', '-c:a', 'pcm_s24le']],
    ['upright.mp4',  'yellow',  'size=180x320:rate=25',        [...X264, '-c:a', 'aac']],
    ['wide.mov',     'white',   'size=160x180:rate=25',        ['-vf', 'setsar=2/1', ...X264, '-c:a', 'pcm_s16le']],
    ['varied.mkv',   'fuchsia', 'size=320x180:rate=25',        ['-vf', "select='not(mod(n,3))'", '-fps_mode', 'vfr', ...X264, '-an']],
  ] as const

  it('brings sizes, shapes, rates, fields, rotations and layouts to those of the first picture', async () => {
    for (const [name, color, source, options] of CLIPS) {
      const lavfi = ['-f', 'lavfi', '-i', `color=${color}:${source}:duration=2,format=yuv420p`]
      await make(at(name), [...lavfi, '-f', 'lavfi', '-i', 'sine=frequency=440:duration=2', ...options])
    }
    const turn = ['-display_rotation:v:0', '-90', '-i', at('upright.mp4'), '-c', 'copy']
    await make(at('turned.mp4'), turn)
    await make(at('sound.wav'), ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2'])
    await make(at('still.png'), ['-f', 'lavfi', '-i', 'color=gray:size=64x36', '-frames:v', '1'])
    await make(at('first.mov'), [...numbered(1, { size: '320x180' }), ...counting(1), ...LONG_GOP])
    const names = [
      'first.mov',
      ...CLIPS.map(([name]) => name.replace('upright', 'turned')),
      'sound.wav',
      'still.png',
    ]
    const output = await made(
      names.map((uri) => ({ uri, from: 10, to: 20 })),
      { tags: 'web' },
    )
    const video = videoOf(output.media)
    assert.deepEqual([video?.width, video?.height, video?.frames], [320, 180, 10 * names.length])
    assert.deepEqual(video?.frameRate, { frames: 25, seconds: 1 })
    const shown = await colorsIn(pathOf(output))
    // biome-ignore format: a table
    const expected = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [255, 255, 255], [255, 0, 255], [0, 0, 0], [128, 128, 128]]
    for (const [index, color] of expected.entries())
      for (const frame of [10 * (index + 1), 10 * (index + 1) + 9])
        assert.ok(
          isNear(shown[frame] ?? [], color),
          `${names[index + 1]}, frame ${frame}: ${shown[frame]} for ${color}`,
        )
    const [audio] = output.media.streams.filter(({ type }) => type === 'audio')
    assert.ok(audio?.type === 'audio' && Math.abs((audio.durationS ?? 0) - 0.4 * names.length) < 0.03)
  })

  it('maps HDR beside SDR to SDR, and keeps it where all is HDR', async () => {
    const x265 = 'log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc'
    const hdr = [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      x265,
      '-pix_fmt',
      'yuv420p10le',
      '-tag:v',
      'hvc1',
    ]
    const gray =
      'color=gray:size=320x180:rate=25:duration=1,format=yuv420p10le,setparams=colorspace=bt2020nc:color_trc=smpte2084:color_primaries=bt2020'
    await make(at('hdr.mp4'), ['-f', 'lavfi', '-i', gray, ...hdr])
    const part = { from: 5, to: 10 }
    const mixed = await made(
      [
        { uri: 'hdr.mp4', ...part },
        { uri: 'silent.mov', ...part },
      ],
      { tags: 'hevc-hdr' },
    )
    const kept = await made(
      [
        { uri: 'hdr.mp4', ...part },
        { uri: 'hdr.mp4', ...part },
      ],
      { tags: 'hevc-hdr' },
    )
    assert.equal(videoOf(mixed.media)?.color?.transfer, 'bt709')
    assert.equal(videoOf(kept.media)?.color?.transfer, 'smpte2084')
    const [[bright = 0] = []] = await colorsIn(pathOf(mixed))
    // 128 of 255 in PQ are about 100 cd/m², which SDR shows brighter than middle gray.
    assert.ok(bright > 150 && bright < 230, `gray of HDR becomes ${bright}`)
  })

  it('takes the rate of the document, places segments on the time line, and shows black in between', async () => {
    const output = await made(
      [
        { uri: 'one.mov', from: 50, to: 60, at: 10 },
        { uri: 'one.mov', from: 60, to: 70, at: 30 },
      ],
      { frameRate: '50' },
    )
    const bright = (await colorsIn(pathOf(output))).map(([red = 0]) => red > 20)
    assert.equal(bright.length, 80)
    for (const [frame, isBright] of [
      [0, false],
      [19, false],
      [20, true],
      [39, true],
      [40, false],
      [59, false],
      [60, true],
    ] as const)
      assert.equal(bright[frame], isBright, `frame ${frame}`)
  })

  it('puts pictures and texts over the sequence for their interval', async () => {
    await make(at('red.png'), ['-f', 'lavfi', '-i', 'color=red:size=320x120', '-frames:v', '1'])
    const point = (name: string, samples: number) =>
      `<${name}><samples>${samples}</samples><timeBase><numerator>1</numerator><denominator>25</denominator></timeBase></${name}>`
    const interval = `<interval>${point('start', 2)}${point('end', 5)}</interval>`
    const overlay = `<overlay><uri>file://${at('red.png')}</uri><x>0</x><y>0</y>${interval}</overlay>`
    const text =
      `<textOverlay><text><line>“It’s: 50%, [a];\\”</line><line>█████</line><xRel>0.5</xRel><yRel>0.9</yRel>` +
      `<horizontalBase>center</horizontalBase><verticalBase>bottom</verticalBase><sizeRel>0.3</sizeRel>` +
      `<r>0</r><g>0</g><b>1</b><outlineSize>2</outlineSize></text>${interval}</textOverlay>`
    const destinationUri = `file://${mkdtempSync(at('out-'))}`
    const conformXML = conformXml([{ uri: `file://${at('silent.mov')}`, from: 50, to: 57 }], overlay + text)
    const { last, results } = await runJob(here, conform, {
      metadata: { conformXML, destinationUri, tags: 'web' },
    })
    assert.deepEqual(last, { ended: 'finished' })
    const [output] = results['check-output'] as readonly [Output]
    const half = async (crop: string) => colorsIn(pathOf(output), `crop=${crop}`)
    const isRed = (await half('320:60:0:0')).map(([red = 0, green = 0]) => red > 150 && green < 60)
    const isBlue = (await half('20:20:60:180')).map(([red = 0, , blue = 0]) => blue > 150 && red < 80)
    assert.deepEqual(isRed, [false, false, true, true, true, false, false])
    assert.deepEqual(isBlue, isRed)
  })

  it('renders a sequence of many pieces in chunks, without a seam', async () => {
    const cuts = range(0, 39).map((n) => ({ uri: 'one.mov', from: 2 * n, to: 2 * n + 2 }))
    const output = await made(cuts)
    assert.deepEqual(await numbersIn(pathOf(output), at('one.mov')), range(0, 79))
    const heard = await samplesIn(pathOf(output))
    assert.equal(heard.length, 80 * 1_920)
    const wrong = heard.findIndex((sample, index) => Math.abs(sample - (index % 32_768)) > 1)
    assert.equal(wrong, -1, `sample ${wrong} is ${heard[wrong]}`)
    assert.deepEqual(
      await readdir(join(pathOf(output), '..')).then((names) =>
        names.filter((name) => name.includes('chunk')),
      ),
      [],
    )
  })

  // biome-ignore format: a table
  for (const [what, cuts, more, reason] of [
    ['a part after the end of its source', [{ uri: 'one.mov', from: 0, to: 10 }, { uri: 'one.mov', from: 90, to: 110 }], {}, /^segment 2: ends at 4\.4 s of its source, which ends at 4 s \(.*one\.mov\)$/],
    ['a source that does not exist',       [{ uri: 'none.mov' }], {}, /^segment 1: file:.*none\.mov does not exist$/],
    ['segments that overlap',              [{ uri: 'one.mov', from: 0, to: 10 }, { uri: 'one.mov', from: 0, to: 10, at: 5 }], {}, /^segment 2: begins at frame 5, before frame 10/],
    ['a part that ends before it begins',  [{ uri: 'one.mov', from: 10, to: 5 }], {}, /^segment 1: ends in its source before it begins$/],
    ['a still without an end',             [{ uri: 'still.png' }], {}, /^segment 1: a still picture needs an end/],
  ] as const)
    it(`says where it has ${what}`, async () => {
      const { last } = await render(cuts, more)
      assert.ok(last.ended === 'fatal', JSON.stringify(last))
      assert.match(last.reason, reason)
    })
})

function isNear(shown: readonly number[], expected: readonly number[]): boolean {
  return expected.every((value, at) => Math.abs(value - (shown[at] ?? -1)) <= 12)
}
