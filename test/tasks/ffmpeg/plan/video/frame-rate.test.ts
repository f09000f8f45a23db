/** Sources with a variable frame rate, as browsers and screen recorders make them. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { presetTagged } from '../../../../../server/shape-tag/preset-files.ts'
import { probe } from '../../../../../tasks/ffmpeg/ffprobe.ts'
import { videoOf } from '../../../../../tasks/ffmpeg/media.ts'
import { encoderOptions } from '../../../../../tasks/ffmpeg/plan/video/encoders.ts'
import { frameRateOptions, rateParameters } from '../../../../../tasks/ffmpeg/plan/video/frame-rate.ts'
import { ffmpeg } from '../../../../../tasks/ffmpeg/run.ts'
import { folder, make, programs } from '../../../machine.ts'
import { planned } from '../../plan.ts'

const encodingOf = (tag: string) => {
  const { video } = presetTagged(tag)
  assert.ok(typeof video === 'object')
  return video
}

describe('The options for a frame rate', () => {
  const rate = (frames: number, seconds = 1) => ({ frameRate: { frames, seconds } })
  const varies = { isVariable: true } as const
  const unknown = { frameRate: undefined, ...varies }
  // biome-ignore format: a table
  const rows = [
    ['web',    rate(25),                          ''],
    ['prores', rate(25),                          ''],
    ['web',    { ...rate(20), ...varies },        '-fps_mode:v vfr -enc_time_base:v 1/1000 -bf:v 0'],
    ['web',    unknown,                           '-fps_mode:v vfr -enc_time_base:v 1/1000 -bf:v 0'],
    ['prores', unknown,                           '-fps_mode:v cfr -r:v 30'],
    ['prores', { ...rate(725, 156), ...varies },  '-fps_mode:v cfr -r:v 24'],
    ['dnxhr',  { ...rate(24_000, 1_001), ...varies }, '-fps_mode:v cfr -r:v 24000/1001'],
    ['dnxhr',  { ...rate(2_980, 100), ...varies }, '-fps_mode:v cfr -r:v 30'],
    ['dnxhr',  { ...rate(30), ...varies },        '-fps_mode:v cfr -r:v 30'],
    ['dnxhr',  { ...rate(58), ...varies },        '-fps_mode:v cfr -r:v 60'],
    ['dnxhr',  { ...rate(120), ...varies },       '-fps_mode:v cfr -r:v 60'],
  ] as const
  for (const [tag, stream, options] of rows)
    it(`of ${JSON.stringify(stream)}, as ${tag}: ${options}`, () =>
      assert.equal(frameRateOptions(encodingOf(tag), stream).join(' '), options))

  it('name a rate to the encoder where there is none, beside the parameters of the preset', () => {
    const options = (tag: string, stream: typeof unknown | ReturnType<typeof rate>) =>
      encoderOptions(encodingOf(tag), rateParameters(stream)).join(' ')
    assert.match(options('web', unknown), /-x264-params:v fps=60/)
    assert.match(options('hevc', unknown), /-x265-params:v log-level=error:fps=60/)
    assert.doesNotMatch(options('web', rate(25)), /fps/)
  })
})

describe('A recording of 13 s with 60 frames', function () {
  this.timeout(60_000)
  const signal = new AbortController().signal
  let place: Awaited<ReturnType<typeof folder>>
  before(async () => {
    place = await folder()
  })
  after(() => place[Symbol.asyncDispose]())

  // At a rate that falls every 217 ms, and at any time, by the clock of the container.
  const regular = "select='not(mod(n,217))'"
  const random = "select='gt(random(0),0.995)'"
  // biome-ignore format: a table
  for (const [name, choose, codec, tag, most] of [
    ['regular.webm', regular, 'libvpx',  'web',    61],
    ['random.mkv',   random,  'libx264', 'web',    70],
    ['random.webm',  random,  'libvpx',  'lowres', 70],
    ['random.webm',  random,  'libvpx',  'prores', 400],
    ['random.mp4',   random,  'libx264', 'hevc',   70],
  ] as const)
    it(`${name} keeps at most ${most} frames and its length as ${tag}`, async () => {
      const { ffmpeg: program, ffprobe } = await programs()
      const input = await make(join(place.path, name), [
        ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=1000:duration=13', '-vf', choose],
        ...['-fps_mode', 'passthrough', '-enc_time_base', '1/1000', '-bf', '0', '-c:v', codec],
      ])
      const source = await probe(input, { ffprobe, signal })
      assert.ok(source.ended === 'done')
      const preset = presetTagged(tag)
      const path = join(place.path, `made-${tag}.mp4`)
      const result = await ffmpeg(
        { ffmpeg: program, input, media: source.media, outputs: [{ plan: planned(preset, source.media, undefined, input), path }] },
        { signal },
      )
      assert.ok(result.ended === 'done', JSON.stringify(result))
      const frames = result.progress?.frame ?? 0
      assert.ok(frames > 55 && frames <= most, String(frames))
      const made = await probe(path, { ffprobe, signal })
      assert.ok(made.ended === 'done')
      const [was, is] = [source, made].map(({ media }) => videoOf(media)?.durationS ?? Number.NaN)
      assert.ok(Math.abs((is ?? 0) - (was ?? 0)) < 1, `${is} s instead of ${was} s`)
    })
})
