import assert from 'node:assert/strict'
import { ago, ahead, duration, readTime } from '../../../web/src/time/say-time.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

// biome-ignore format: a table
const AGO = [
  [-3 * MINUTE, 'just now'], [0, 'just now'], [5 * SECOND, '5 seconds ago'], [59 * SECOND, '59 seconds ago'],
  [MINUTE, '1 minute ago'], [150 * SECOND, '2 minutes ago'], [HOUR, '1 hour ago'], [47 * HOUR, '1 day ago'],
  [45 * DAY, '1 month ago'], [800 * DAY, '2 years ago'],
] as const

// biome-ignore format: a table
const AHEAD = [
  [-MINUTE, 'any moment now'], [4 * SECOND, 'any moment now'], [30 * SECOND, 'in 30 seconds'], [90 * MINUTE, 'in 1 hour'],
] as const

// biome-ignore format: a table
const DURATION = [
  [-5, '0 ms'], [420, '420 ms'], [12_490, '12.4 s'], [59_999, '59.9 s'], [185 * SECOND, '3 min 05 s'],
  [130 * MINUTE, '2 h 10 min'], [99 * HOUR, '4 d 3 h'],
] as const

describe('A time', () => {
  for (const [past, said] of AGO)
    it(`${past} ms ago is “${said}”`, () => assert.equal(ago(1e12 - past, 1e12), said))
  for (const [left, said] of AHEAD)
    it(`${left} ms ahead is “${said}”`, () => assert.equal(ahead(1e12 + left, 1e12), said))
  for (const [ms, said] of DURATION)
    it(`of ${ms} ms is “${said}” long`, () => assert.equal(duration(ms), said))

  it('is parsed in the API’s format with its time zone', () => {
    assert.equal(readTime('2026-01-31T12:00:00.250+0000'), Date.parse('2026-01-31T12:00:00.250Z'))
    assert.equal(readTime('2026-01-31T14:00:00.250+0200'), Date.parse('2026-01-31T12:00:00.250Z'))
  })
})
