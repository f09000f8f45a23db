/** TRANSCODE_RANGE: `start` and `end` in each of their forms, to the frame and to the sample. */
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import transcodeRange from '../../../steps/job-types/transcode-range.ts'
import { make } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'
import { runJob } from '../files.ts'
import { counting, numbered, numbersIn, samplesIn } from '../numbered-frames.ts'

const LONG_GOP = ['-c:v', 'libx264', '-g', '40', '-bf', '3', '-pix_fmt', 'yuv420p', '-c:a', 'pcm_s16le']

describe('TRANSCODE_RANGE', function () {
  this.timeout(60_000)
  let here: Bench
  before(async () => {
    here = await bench()
    await make(at('pal.mov'), [...numbered(4), ...counting(4), '-timecode', '10:00:00:00', ...LONG_GOP])
    const drop = [
      ...numbered(4, { rate: '30000/1001' }),
      ...counting(4),
      '-timecode',
      '00:59:59;00',
      ...LONG_GOP,
    ]
    await make(at('drop.mov'), drop)
    const mpeg2 = ['-c:v', 'mpeg2video', '-q:v', '2', '-c:a', 'pcm_s16le', '-timecode', '01:00:00:00']
    await make(at('tape.mxf'), [...numbered(4), ...counting(4), ...mpeg2])
    const varied = ['-vf', "select='not(between(mod(n,10),3,4))'", '-fps_mode', 'vfr']
    await make(at('varied.mov'), [...numbered(4), ...counting(4), ...varied, ...LONG_GOP])
    await make(at('sound.wav'), [...counting(4)])
  })
  after(() => here[Symbol.asyncDispose]())
  const at = (name: string) => join(here.media, name)

  async function cut(name: string, tags: string, start: string, end: string) {
    const destinationUri = `file://${mkdtempSync(at('out-'))}`
    const metadata = { sourceUri: `file://${at(name)}`, destinationUri, tags, start, end }
    return runJob(here, transcodeRange, { metadata })
  }

  async function made(...cutting: Parameters<typeof cut>): Promise<string> {
    const { last, results } = await cut(...cutting)
    assert.deepEqual(last, { ended: 'finished' })
    const [{ uri }] = results['check-output'] as [{ readonly uri: string }]
    return new URL(uri).pathname
  }

  // biome-ignore format: a table
  for (const [name, start, end, first, last, sample, samples] of [
    ['pal.mov',    '10:00:01:00', '10:00:02:05', 25, 54, 48_000, 57_600],
    ['pal.mov',    '25@25',       '55@PAL',      25, 54, 48_000, 57_600],
    ['pal.mov',    '1.5',         '1.9',         38, 47, 72_960, 19_200],
    ['drop.mov',   '01:00:00;02', '01:00:01;02', 32, 61, 51_251, 48_048],
    ['tape.mxf',   '01:00:01:01', '01:00:01:06', 26, 30, 49_920, 9_600],
  ] as const)
    it(`of ${name} from ${start} to ${end} has the frames ${first} to ${last}, and the sound from sample ${sample}`, async () => {
      const path = await made(name, 'prores', start, end)
      const frames = Array.from({ length: last - first + 1 }, (_, index) => first + index)
      assert.deepEqual(await numbersIn(path, at(name)), frames)
      const heard = await samplesIn(path)
      assert.ok(Math.abs((heard[0] ?? -1) - (sample % 32_768)) <= 1, `begins with sample ${heard[0]}`)
      assert.ok(Math.abs(heard.length - samples) <= 1, `${heard.length} samples`)
    })

  it('of a variable frame rate has the frames that begin in the range', async () => {
    const path = await made('varied.mov', 'web', '1', '1.4')
    // Frames 25 to 32 of the picture before two in ten were dropped; 33 and 34 are among those.
    assert.deepEqual(await numbersIn(path, at('varied.mov')), [19, 20, 21, 22, 23, 24, 25, 26])
  })

  it('of sound alone is exact to the sample', async () => {
    const heard = await samplesIn(await made('sound.wav', 'prores', '30001@48000', '30101@48000'))
    assert.deepEqual(
      [...heard],
      Array.from({ length: 100 }, (_, index) => 30_001 + index),
    )
  })

  // biome-ignore format: a table
  for (const [name, start, end, reason] of [
    ['pal.mov',   '10:00:05:00', '10:00:06:00', /^start: “10:00:05:00” is not in the source, which is 4\.000 s long/],
    ['pal.mov',   '10:00:02:00', '10:00:02:00', /^end: “10:00:02:00” is not after start “10:00:02:00”$/],
    ['pal.mov',   '10:00:02:25', '10:00:03:00', /^start: “10:00:02:25” does not exist at 25 frames per second/],
    ['drop.mov',  '01:01:00;00', '01:02:00;02', /^start: “01:01:00;00” does not exist at 29\.97 frames/],
    ['sound.wav', '00:00:01:00', '00:00:02:00', /^start: “00:00:01:00” needs a video stream with a frame rate/],
  ] as const)
    it(`of ${name} from ${start} to ${end} is refused with a reason`, async () => {
      const { last } = await cut(name, 'prores', start, end)
      assert.ok(last.ended === 'fatal')
      assert.match(last.reason, reason)
    })

  it('is refused with a preset that copies, and with both kinds of time codes', async () => {
    const metadata = { sourceUri: `file://${at('pal.mov')}`, tags: 'original', start: '1' }
    const refused = await transcodeRange.check?.(metadata, here.tools)
    assert.match(JSON.stringify(refused), /preset “original” copies its streams/)
    const both = await transcodeRange.check?.({ ...metadata, smpteTimeCode: '10:00:00:00' }, here.tools)
    assert.match(JSON.stringify(both), /"key":"smpteTimeCode".*cannot be combined with start/)
  })
})
