/** The part of the source between two SMPTE time codes. */
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { PRESETS } from '../../../server/shape-tag/preset-files.ts'
import transcode from '../../../steps/job-types/transcode.ts'
import { rangeOf, uncuttable } from '../../../steps/transcode/time-range.ts'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import { make } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'
import { runJob } from '../files.ts'
import { numbered, numbersIn } from '../numbered-frames.ts'

const PAL = [25, 1] as const
const NTSC = [30_000, 1_001] as const
const HALF_HOUR = 1_800

function media([frames, seconds]: readonly [number, number], startTimeCode: string | undefined): Media {
  return {
    ...{ format: 'mov', durationS: HALF_HOUR, sizeBytes: 1, bitRate: 1 },
    ...(startTimeCode !== undefined && { startTimeCode }),
    streams: [
      {
        type: 'video',
        ...{ index: 0, codec: 'h264', width: 64, height: 64, frameRate: { frames, seconds } },
        ...{ pixelFormat: 'yuv420p', rotation: 0, durationS: undefined },
      },
    ],
  }
}

describe('the range of a transcode, in frames from the start of the source,', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [rate: readonly [number, number], start: string | undefined, first: string | undefined, last: string | undefined, frames: readonly [number, number | undefined] | string])[] = [
    [PAL,  undefined,     '00:00:00:00', undefined,     [0, undefined]],
    [PAL,  undefined,     '00:00:01:05', '00:00:02:00', [30, 51]],
    [PAL,  undefined,     undefined,     '00:00:00:00', [0, 1]],
    [PAL,  '10:00:00:00', '10:00:01:00', '10:00:01:00', [25, 26]],
    [PAL,  '10:00:00:00', '10:29:59:24', undefined,     [44_999, undefined]],
    [NTSC, undefined,     '00:01:00:00', undefined,     [1_800, undefined]],
    [NTSC, undefined,     '00:01:00;02', undefined,     [1_800, undefined]],
    [NTSC, undefined,     '00:10:00;00', undefined,     [17_982, undefined]],
    [NTSC, '00:59:59;00', '01:00:00;00', '01:00:00;29', [30, 60]],
    [NTSC, '00:59:59;00', '01:00:00:00', '01:00:00:29', [30, 60]],
    [NTSC, '01:00:00:00', '01:01:00:00', undefined,     [1_800, undefined]],
    [PAL,  '23:59:50:00', '23:59:59:24', '00:00:02:00', [249, 301]],
    [PAL,  '23:59:50:00', '00:00:02:00', undefined,     [300, undefined]],
    [NTSC, '23:59:50;00', '00:00:00;00', '00:01:00;02', [300, 2_101]],
    [PAL,  '23:59:50:00', '00:29:50:00', undefined,     'smpteTimeCode: “00:29:50:00” is not in the source, which runs from 23:59:50:00 to 00:29:49:24 (/a.mov)'],
    [PAL,  '10:00:00:00', '09:59:59:24', undefined,     'smpteTimeCode: “09:59:59:24” is not in the source, which runs from 10:00:00:00 to 10:29:59:24 (/a.mov)'],
    [PAL,  '10:00:00:00', undefined,     '10:30:00:00', 'lastSmpteTimeCode: “10:30:00:00” is not in the source, which runs from 10:00:00:00 to 10:29:59:24 (/a.mov)'],
    [PAL,  undefined,     '00:00:02:00', '00:00:01:24', 'lastSmpteTimeCode: “00:00:01:24” is before smpteTimeCode “00:00:02:00”'],
    [PAL,  undefined,     '00:00:02:25', undefined,     'smpteTimeCode: “00:00:02:25” does not exist at 25 frames per second (/a.mov)'],
    [PAL,  undefined,     '00:00:02;00', undefined,     'smpteTimeCode: “00:00:02;00” does not exist at 25 frames per second (/a.mov)'],
    [NTSC, undefined,     '00:01:00;00', undefined,     'smpteTimeCode: “00:01:00;00” does not exist at 29.97 frames per second (/a.mov)'],
  ]
  for (const [rate, start, first, last, frames] of rows)
    it(`at ${rate.join('/')} from ${start}: ${first} to ${last} is ${JSON.stringify(frames)}`, () => {
      const metadata = { ...(first && { smpteTimeCode: first }), ...(last && { lastSmpteTimeCode: last }) }
      const found = rangeOf(metadata, { path: '/a.mov', media: media(rate, start) })
      if ('refused' in found || !found.range) return assert.equal('refused' in found && found.refused, frames)
      const { startS, endS } = found.range
      const frameAt = (seconds: number) => Math.ceil((seconds * rate[0]) / rate[1] - 1e-9) + 0
      assert.deepEqual([frameAt(startS), endS === undefined ? undefined : frameAt(endS)], frames)
    })

  it('is the whole source without time codes', () =>
    assert.deepEqual(rangeOf({}, { path: '/a.mov', media: media(PAL, undefined) }), {}))

  it('needs a source with frames', () => {
    const source = { path: '/a.wav', media: { ...media(PAL, undefined), streams: [] } }
    assert.deepEqual(rangeOf({ smpteTimeCode: '00:00:00:00' }, source), {
      refused: 'smpteTimeCode: /a.wav has no video stream with a frame rate',
    })
  })

  it('needs presets that encode', () => {
    const [original, lowres] = ['original', 'lowres'].map((tag) => PRESETS.filter((one) => one.tag === tag))
    assert.equal(uncuttable({ smpteTimeCode: '00:00:00:00' }, lowres ?? []), undefined)
    assert.equal(uncuttable({}, original ?? []), undefined)
    assert.deepEqual(uncuttable({ lastSmpteTimeCode: '00:00:00:00' }, original ?? []), {
      ...{ refused: 'invalid', key: 'lastSmpteTimeCode', value: '00:00:00:00' },
      explanation: 'preset “original” copies its streams, which cannot be cut at any frame',
    })
  })
})

describe('TRANSCODE between two time codes has exactly these frames', function () {
  this.timeout(20_000)
  let here: Bench
  before(async () => {
    here = await bench()
  })
  after(() => here[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [name, rate, options, first, last, frames] of [
    ['drop.mov', '30000/1001', ['-timecode', '00:59:59;00', '-c:v', 'libx264', '-g', '12', '-pix_fmt', 'yuv420p'], '01:00:00;03', '01:00:01;02', [33, 62]],
    ['pal.mxf',  '25',         ['-timecode', '10:00:00:00', '-c:v', 'mpeg2video', '-q:v', '2'],                    '10:00:01:01', '10:00:01:05', [26, 30]],
    ['zero.mkv', '24',         ['-c:v', 'libx264', '-g', '48', '-bf', '3', '-pix_fmt', 'yuv420p'],                 '00:00:01:23', '00:00:03:00', [47, 72]],
    ['late.ts',  '25',         ['-c:v', 'libx264', '-g', '30', '-pix_fmt', 'yuv420p'],                             '00:00:01:00', '00:00:01:00', [25, 25]],
    ['delayed.mkv', '25',       ['-itsoffset', '-1.023', '-f', 'lavfi', '-i', 'sine=d=5', '-map', '0:v', '-map', '1:a', '-c:v', 'libx264', '-g', '30', '-pix_fmt', 'yuv420p'], '00:00:01:00', '00:00:01:04', [25, 29]],
    ['end.mp4',  '25',         ['-c:v', 'libx264', '-g', '30', '-pix_fmt', 'yuv420p'],                             '00:00:03:20', undefined,     [95, 99]],
    ['start.mp4', '25',        ['-c:v', 'libx264', '-g', '30', '-pix_fmt', 'yuv420p'],                             undefined,     '00:00:00:04', [0, 4]],
  ] as const)
    it(`${name}: ${first} to ${last} is frames ${frames.join(' to ')}`, async () => {
      const path = await make(join(here.media, name), [...numbered(4, { rate }), ...options])
      const destinationUri = `file://${mkdtempSync(join(here.media, 'out-'))}`
      const range = { ...(first && { smpteTimeCode: first }), ...(last && { lastSmpteTimeCode: last }) }
      const metadata = { sourceUri: `file://${path}`, destinationUri, tags: 'web', ...range }
      const { last: outcome, results } = await runJob(here, transcode, { metadata })
      assert.deepEqual(outcome, { ended: 'finished' })
      const [{ uri }] = results['check-output'] as [{ readonly uri: string }]
      assert.deepEqual(
        await numbersIn(new URL(uri).pathname, path),
        Array.from({ length: frames[1] - frames[0] + 1 }, (_, at) => frames[0] + at),
      )
    })
})
