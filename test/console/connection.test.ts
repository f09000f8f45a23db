import assert from 'node:assert/strict'
import {
  after,
  CONNECTING,
  type Connection,
  type Happening,
  lookOf,
  nextWay,
  waitMs,
} from '../../web/src/live/connection.ts'

const OPENED: Happening = { type: 'opened' }
const LOST: Happening = { type: 'lost', openMs: 0, online: true }
const times = (count: number, happening: Happening) => Array.from({ length: count }, () => happening)

// biome-ignore format: a table
const PATHS: readonly (readonly [string, readonly Happening[], Connection])[] = [
  ['opened', [OPENED], { is: 'live', tries: 0 }],
  ['was lost', [OPENED, LOST], { is: 'reconnecting', tries: 1 }],
  ['failed to reopen three times', [OPENED, ...times(3, LOST)], { is: 'reconnecting', tries: 3 }],
  ['reopened', [OPENED, LOST, LOST, OPENED], { is: 'live', tries: 2 }],
  ['reopened, stayed open and was lost', [OPENED, LOST, LOST, OPENED, { ...LOST, openMs: 10_000 }], { is: 'reconnecting', tries: 1 }],
  ['keeps opening only briefly', [OPENED, LOST, OPENED, LOST, OPENED, LOST], { is: 'reconnecting', tries: 3 }],
  ['failed to open nine times', times(9, LOST), { is: 'failed', tries: 9 }],
  ['opened after many failures', [...times(12, LOST), OPENED], { is: 'live', tries: 12 }],
  ['was refused', [{ type: 'refused' }], { is: 'failed', tries: 1 }],
  ['was lost with the network', [OPENED, { ...LOST, online: false }], { is: 'offline', tries: 1 }],
  ['was lost and is retried manually', [OPENED, ...times(9, LOST), { type: 'retry-requested' }], CONNECTING],
  ['is retried manually while open', [OPENED, { type: 'retry-requested' }], { is: 'live', tries: 0 }],
]

// biome-ignore format: a table
const WAITS = [
  [0, 250, 500], [1, 250, 500], [2, 500, 1_000], [4, 2_000, 4_000], [7, 15_000, 30_000], [1_000, 15_000, 30_000],
] as const

const WORDS = [
  [{ is: 'connecting', tries: 0 }, 'Connecting', 'idle'],
  [{ is: 'live', tries: 3 }, 'Live', 'good'],
  [{ is: 'reconnecting', tries: 3 }, 'Reconnecting (3)', 'stopped'],
  [{ is: 'offline', tries: 2 }, 'Offline', 'idle'],
  [{ is: 'failed', tries: 9 }, 'Failed', 'bad'],
] as const

const WAYS = [
  ['web-socket', 'stayed open', 60_000, 'web-socket'],
  ['web-socket', 'closed at once', 20, 'events'],
  ['events', 'stayed open', 60_000, 'events'],
  ['events', 'closed at once', 20, 'web-socket'],
] as const

describe('A live connection', () => {
  for (const [what, happenings, expected] of PATHS)
    it(`that ${what} is ${expected.is} (${expected.tries})`, () =>
      assert.deepEqual(happenings.reduce(after, CONNECTING), expected))

  for (const [tries, least, most] of WAITS)
    it(`retries ${least} to ${most} ms after ${tries} failed attempts`, () => {
      const lost: Connection = { is: 'reconnecting', tries }
      assert.deepEqual([waitMs(lost, 0), waitMs(lost, 1)], [least, most])
    })

  for (const [way, how, openMs, next] of WAYS)
    it(`over ${way} that ${how} is reopened over ${next}`, () => assert.equal(nextWay(way, openMs), next))

  for (const [connection, word, tone] of WORDS)
    it(`that is ${connection.is} is shown as “${word}” in the ${tone} color`, () => {
      const look = lookOf(connection)
      assert.deepEqual([look.word, look.tone], [word, tone])
    })
})
