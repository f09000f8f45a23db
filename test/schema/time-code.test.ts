import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  atSeconds,
  boundFrom,
  compareTimes,
  framesFrom,
  framesText,
  PAL,
  rescaled,
  secondsOf,
  type TimeBase,
  timeBaseFrom,
  timeCodeFrom,
  timeCodeText,
} from '../../schema/time-code.ts'

const NTSC: TimeBase = { numerator: 1_001, denominator: 30_000 }
const NTSC60: TimeBase = { numerator: 1_001, denominator: 60_000 }
const FILM: TimeBase = { numerator: 1_001, denominator: 24_000 }

describe('time codes of wire-media.md §0.4', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [text: string, samples: number | undefined, base: string, seconds: number])[] = [
    ['459776@48000',        459_776, '1/48000',    459_776 / 48_000],
    ['17530000@2500',       17_530_000, '1/2500',  7_012],
    ['982500@PAL',          982_500, '1/25',       39_300],
    ['30@30000:1001',       30,      '1001/30000', 1.001],
    ['30@NTSC',             30,      '1001/30000', 1.001],
    ['60@NTSC30',           60,      '1/30',       2],
    ['-50@PAL',             -50,     '1/25',       -2],
    ['9.578',               9_578,   '1/1000',     9.578],
    ['7012',                7_012,   '1/1',        7_012],
    ['01:00:00:00',         90_000,  '1/25',       3_600],
    ['00:00:01:24',         49,      '1/25',       1.96],
    ['00:00:01:25',         undefined, '', 0],
    ['00:00:01;02',         undefined, '', 0],
    ['24:00:00:00',         undefined, '', 0],
    ['1@0',                 undefined, '', 0],
    ['1@25:0',              undefined, '', 0],
    ['1@SECAM',             undefined, '', 0],
    ['1e3',                 undefined, '', 0],
    ['1.1234567',           undefined, '', 0],
    ['1@constructor',       undefined, '', 0],
    ['',                    undefined, '', 0],
  ]
  for (const [text, samples, base, seconds] of rows)
    it(
      samples === undefined ? `“${text}” is none at 25 frames per second` : `“${text}” is ${seconds} s`,
      () => {
        const read = timeCodeFrom(text, PAL)
        assert.equal(read?.samples, samples)
        if (!read) return
        assert.equal(`${read.timeBase.numerator}/${read.timeBase.denominator}`, base)
        assert.equal(secondsOf(read), seconds)
      },
    )

  it('without a rate, 00:00:01:00 is none', () => {
    assert.equal(timeCodeFrom('00:00:01:00'), undefined)
  })

  it('-INF and +INF are ends of intervals only, before and after all times', () => {
    assert.equal(timeCodeFrom('-INF'), undefined)
    assert.equal(boundFrom('-INF'), '-INF')
    assert.ok(compareTimes('-INF', atSeconds(-1e9)) < 0)
    assert.ok(compareTimes('+INF', atSeconds(1e9)) > 0)
    assert.equal(compareTimes('+INF', '+INF'), 0)
  })

  it('what is written is read as the same time', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 1_001 }),
        fc.integer({ min: 1, max: 1e6 }),
        (n, m, d) => {
          const time = { samples: n, timeBase: { numerator: m, denominator: d } }
          assert.deepEqual(timeCodeFrom(timeCodeText(time)), time)
        },
      ),
    )
  })
})

describe('a time in another time base', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [from: string, to: string, down: number, nearest: number, up: number])[] = [
    ['25@PAL',     '48000',      48_000, 48_000, 48_000],
    ['1@NTSC',     'PAL',        0, 1, 1],
    ['30000@NTSC', 'PAL',        25_025, 25_025, 25_025],
    ['-1@NTSC',    'PAL',        -1, -1, 0],
    ['1@50',       'PAL',        0, 1, 1],
    ['900719925474099@1000000', 'NTSC', 26_994_603_161, 26_994_603_161, 26_994_603_162],
  ]
  for (const [from, to, down, nearest, up] of rows)
    it(`${from} at ${to} is ${nearest}, exact or rounded as asked`, () => {
      const time = timeCodeFrom(from)
      const base = timeBaseFrom(to)
      assert.ok(time && base)
      const all = (['down', 'nearest', 'up'] as const).map((how) => rescaled(time, base, how)?.samples)
      assert.deepEqual(all, [down, nearest, up])
    })

  it('is undefined where a number could not hold it exactly', () => {
    assert.equal(
      rescaled({ samples: 2 ** 52, timeBase: PAL }, { numerator: 1, denominator: 90_000 }),
      undefined,
    )
  })

  it('loses nothing on the way to a finer base and back', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 60 }), (samples, times) => {
        const finer = { numerator: NTSC.numerator, denominator: NTSC.denominator * times }
        const there = rescaled({ samples, timeBase: NTSC }, finer)
        assert.deepEqual(there && rescaled(there, NTSC), { samples, timeBase: NTSC })
      }),
    )
  })
})

describe('time codes of frames', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [text: string, frame: TimeBase, frames: number | undefined])[] = [
    ['00:00:59;29', NTSC,   1_799],
    ['00:01:00;00', NTSC,   undefined],
    ['00:01:00;02', NTSC,   1_800],
    ['00:10:00;00', NTSC,   17_982],
    ['01:00:00;00', NTSC,   107_892],
    ['01:00:00:00', NTSC,   108_000],
    ['00:01:00;03', NTSC60, undefined],
    ['00:01:00;04', NTSC60, 3_600],
    ['00:00:01:00', FILM,   24],
    ['00:00:01;00', FILM,   undefined],
  ]
  for (const [text, frame, frames] of rows)
    it(`${text} at ${frame.denominator}/${frame.numerator} is ${frames === undefined ? 'none' : `frame ${frames}`}`, () => {
      assert.equal(framesFrom(text, frame), frames)
      if (frames !== undefined) assert.equal(framesText(frames, frame, text.includes(';')), text)
    })

  it('each frame of a day has one of its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 107_892 - 1 }), (frames) => {
        assert.equal(framesFrom(framesText(frames, NTSC, true), NTSC), frames)
      }),
    )
  })

  it('they begin again after a day', () => {
    assert.equal(framesText(24 * 107_892, NTSC, true), '00:00:00;00')
    assert.equal(framesText(-1, PAL), '23:59:59:24')
  })
})
