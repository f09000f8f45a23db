import assert from 'node:assert/strict'
import { type FfmpegProgress, fraction, hasMoved, progressReader } from '../../../tasks/ffmpeg/progress.ts'

const BLOCK = [
  'frame=57',
  'fps=113.34',
  'stream_0_0_q=28.0',
  'bitrate= 341.3kbits/s',
  'total_size=98304',
  'out_time_us=2304000',
  'out_time_ms=2304000',
  'out_time=00:00:02.304000',
  'dup_frames=0',
  'drop_frames=0',
  'speed=4.58x',
]

function read(...lines: readonly string[]): readonly FfmpegProgress[] {
  const reader = progressReader()
  return lines.flatMap((line) => reader(line) ?? [])
}

const NOTHING = {
  outTimeS: undefined,
  speed: undefined,
  fps: undefined,
  frame: undefined,
  totalSize: undefined,
  done: false,
} as const

describe('the progress reader parses', () => {
  const whole = { outTimeS: 2.304, speed: 4.58, fps: 113.34, frame: 57, totalSize: 98_304 }
  const cases: readonly (readonly [string, readonly string[], readonly FfmpegProgress[]])[] = [
    ['one block', [...BLOCK, 'progress=continue'], [{ ...whole, done: false }]],
    ['the last block', [...BLOCK, 'progress=end'], [{ ...whole, done: true }]],
    ['half a block as nothing', BLOCK, []],
    [
      'two blocks, without carrying values over from the first',
      [...BLOCK, 'progress=continue', 'progress=continue'],
      [{ ...whole, done: false }, NOTHING],
    ],
    [
      'unknown values',
      ['total_size=N/A', 'out_time_us=N/A', 'out_time_ms=N/A', 'speed=N/A', 'progress=continue'],
      [NOTHING],
    ],
    [
      'microseconds under the name out_time_ms',
      ['out_time_ms=1500000', 'progress=continue'],
      [{ ...NOTHING, outTimeS: 1.5 }],
    ],
    [
      'the negative time before the first frame',
      ['out_time_us=-9223372036854775807', 'progress=continue'],
      [NOTHING],
    ],
    [
      'spaces before values',
      ['frame=    7', 'speed= 0.5x', 'progress=continue'],
      [{ ...NOTHING, frame: 7, speed: 0.5 }],
    ],
    ['other lines as nothing', ['', 'hello', '=', 'progress'], []],
  ]
  for (const [what, lines, expected] of cases) it(what, () => assert.deepEqual(read(...lines), expected))
})

describe('the fraction done', () => {
  const cases = [
    [0, 10, 0],
    [2.5, 10, 0.25],
    [10, 10, 1],
    [10.04, 10, 1],
    [-1, 10, 0],
    [1, 0, undefined],
    [1, undefined, undefined],
    [undefined, 10, undefined],
  ] as const
  for (const [outTimeS, durationS, expected] of cases) {
    it(`is ${expected} for ${outTimeS} s of ${durationS} s`, () =>
      assert.equal(fraction(outTimeS, durationS), expected))
  }
})

describe('a block is a sign of life', () => {
  const before: FfmpegProgress = { ...NOTHING, outTimeS: 1, frame: 25, totalSize: 100, fps: 20 }
  const cases: readonly (readonly [string, FfmpegProgress | undefined, FfmpegProgress, boolean])[] = [
    ['if it is the first', undefined, before, true],
    ['if the time has advanced', before, { ...before, outTimeS: 2 }, true],
    ['if the file has grown', before, { ...before, totalSize: 200 }, true],
    ['if frames were encoded', before, { ...before, frame: 26 }, true],
    ['if it is the last', before, { ...before, done: true }, true],
    ['but not if only the rate differs', before, { ...before, fps: 10 }, false],
  ]
  for (const [what, earlier, later, moved] of cases)
    it(what, () => assert.equal(hasMoved(earlier, later), moved))
})
