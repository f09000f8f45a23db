/** That renditions look and sound as their plan says, by their pixels and samples. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { presetTagged } from '../../../server/shape-tag/preset-files.ts'
import { probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import { ffmpeg } from '../../../tasks/ffmpeg/run.ts'
import { planned } from '../../tasks/ffmpeg/plan.ts'
import { folder, make, programs, TONE } from '../../tasks/machine.ts'

const found = await programs()
const signal = new AbortController().signal

describe('A rendition', function () {
  this.timeout(30_000)
  let place: Awaited<ReturnType<typeof folder>>
  const at = (name: string) => join(place.path, name)
  before(async () => {
    place = await folder()
  })
  after(() => place[Symbol.asyncDispose]())

  /** Makes a rendition of a clip that is made first. */
  async function rendition(name: string, clip: readonly string[], tag: string): Promise<string> {
    const input = await make(at(name), clip)
    const source = await probe(input, { ffprobe: found.ffprobe, signal })
    assert.ok(source.ended === 'done')
    const { media } = source
    const preset = presetTagged(tag)
    const plan = planned(preset, media, undefined, input)
    const path = at(`${name}-${tag}${plan.container.extension}`)
    const made = await ffmpeg({ ffmpeg: found.ffmpeg, input, media, outputs: [{ plan, path }] }, { signal })
    assert.equal(made.ended, 'done')
    return path
  }

  async function decoded(path: string, ...parameters: string[]): Promise<Buffer> {
    const line = ['-v', 'error', '-i', `file:${path}`, ...parameters, '-']
    const { stdout } = await promisify(execFile)(found.ffmpeg.path, line, {
      encoding: 'buffer',
      maxBuffer: 1e8,
    })
    return stdout
  }

  // biome-ignore format: a table
  for (const [of, name, size, pixels, color] of [
    ['RGB at HD',          'red.mov',   '1280x720', ['-c:v', 'qtrle'],                      [255, 0, 0]],
    ['RGB at HD',          'green.mov', '1280x720', ['-c:v', 'qtrle'],                      [0, 128, 0]],
    ['full range',         'blue.avi',  '320x180',  ['-c:v', 'mjpeg', '-q:v', '1'],         [0, 0, 255]],
    ['RGB below HD',       'lime.mov',  '320x180',  ['-c:v', 'png'],                        [0, 255, 0]],
  ] as const)
    for (const tag of ['lowres', 'web', 'prores', 'dnxhr'])
      it(`of ${of} keeps its color, as ${tag} (${name})`, async () => {
        const source = `color=${name.split('.')[0]}:size=${size}:rate=25:duration=0.2,format=rgb24`
        const path = await rendition(name, ['-f', 'lavfi', '-i', source, ...pixels], tag)
        const rgb = await decoded(path, '-frames:v', '1', '-vf', 'scale=16:16', '-f', 'rawvideo', '-pix_fmt', 'rgb24')
        for (const [channel, expected] of color.entries()) {
          const is = rgb[channel] ?? Number.NaN
          assert.ok(Math.abs(is - expected) <= 4, `${[...rgb.subarray(0, 3)]} instead of ${color}`)
        }
      })

  /** The highest sample of each channel, 0 … 1. */
  async function peaks(path: string, channels: number): Promise<readonly number[]> {
    const samples = await decoded(path, '-f', 's16le', '-c:a', 'pcm_s16le')
    const highest = Array.from({ length: channels }, () => 0)
    for (let at = 0; at + 1 < samples.length; at += 2) {
      const channel = (at / 2) % channels
      highest[channel] = Math.max(highest[channel] ?? 0, Math.abs(samples.readInt16LE(at)) / 32_768)
    }
    return highest.map((peak) => Math.round(peak * 100) / 100)
  }

  const silence = ['-f', 'lavfi', '-i', 'anullsrc=sample_rate=48000:channel_layout=mono:duration=2']
  const label = (layout: string, stream: number) =>
    `[${stream}:a]channelmap=map=0:channel_layout=${layout}[${layout}]`
  const pcm = ['-c:a', 'pcm_s16le']
  // biome-ignore format: a table
  for (const [of, name, clip, sounds] of [
    ['two mono tracks',      'pair.mov',    [...TONE(2), ...silence, '-map', '0', '-map', '1', ...pcm], ['loud', 'silent']],
    ['right before left',    'labeled.mov', [...TONE(2), ...silence, '-filter_complex', `${label('FR', 0)};${label('FL', 1)}`, '-map', '[FR]', '-map', '[FL]', ...pcm], ['silent', 'loud']],
    ['one side and LFE',     'lfe.mov',     [...TONE(2), ...silence, '-filter_complex', '[0:a][1:a]join=inputs=2:channel_layout=FL+LFE:map=0.0-FL|1.0-LFE', ...pcm], ['loud', 'loud']],
    ['32 channels',          'many.mov',    [...TONE(2), '-af', 'pan=32C|c1=c0', ...pcm], ['silent', 'loud']],
  ] as const)
    it(`of ${of} has a ${sounds[0]} left and a ${sounds[1]} right side`, async () => {
      const path = await rendition(name, clip, 'audio')
      const heard = (await peaks(path, 2)).map((peak) => (peak > 0.08 ? 'loud' : peak < 0.01 ? 'silent' : peak))
      assert.deepEqual(heard, sounds)
    })

  it('of one labeled channel is as loud as its source', async () => {
    const clip = [...TONE(2), '-filter_complex', label('FR', 0), '-map', '[FR]', ...pcm]
    const [loud] = await peaks(await rendition('right.mov', clip, 'audio'), 1)
    const [source] = await peaks(at('right.mov'), 1)
    // AAC can be louder for a moment; a mix by swresample would lower it to 0.7.
    assert.ok((loud ?? 0) >= (source ?? 1) * 0.9, `${loud} instead of ${source}`)
  })

  it('that copies HEVC into mp4 is tagged hvc1, which Apple plays', async () => {
    const hevc = [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      'log-level=error',
      '-tag:v',
      'hev1',
    ]
    const clip = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=0.2', ...hevc]
    const [source, copy] = [
      await readFile(await make(at('a.mp4'), clip)),
      await readFile(await rendition('b.mp4', clip, 'original')),
    ]
    assert.deepEqual(
      [source.includes('hev1'), copy.includes('hvc1'), copy.includes('hev1')],
      [true, true, false],
    )
  })

  it('of interlaced video has no combs where the preset is progressive', async () => {
    // White in one field, black in the other: a comb in every frame.
    const comb =
      "color=black:size=320x180:rate=25:duration=0.4,geq=lum='mod(Y,2)*255':cb=128:cr=128,setfield=tff"
    const clip = ['-f', 'lavfi', '-i', comb, '-c:v', 'prores_ks', '-flags', '+ildct']
    const gray = ['-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'gray']
    const contrast = async (path: string) => {
      const frame = await decoded(path, ...gray)
      return Math.abs((frame[320 * 90 + 160] ?? 0) - (frame[320 * 91 + 160] ?? 0))
    }
    assert.ok((await contrast(await rendition('comb.mov', clip, 'lowres'))) < 40)
    assert.ok((await contrast(await rendition('comb.mov', clip, 'prores'))) > 200)
  })
})
