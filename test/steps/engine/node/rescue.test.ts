import assert from 'node:assert/strict'
import type { SeenNode } from '../../../../schema/queries/nodes/rescue.ts'
import { type Observer, whyDead } from '../../../../steps/engine/node/rescue.ts'

const LIVE: SeenNode = {
  id: 2,
  kernel: 'k',
  pid: 1,
  pidStarted: 1,
  silentS: 0.5,
  lockedBy: 4711,
  serverUpS: 3_600,
  beat: '2026-01-01 12:00:00+00',
}
const WATCHING: Observer = { nodeId: 1, connectedS: 3_600 }

const GONE = 'its process is gone'
const UNLOCKED = (s: string) => `its session is gone and it was silent for ${s} s`
const SILENT = (s: string) => `it was silent for ${s} s`

type Row = readonly [
  what: string,
  seen: Partial<SeenNode>,
  processGone: boolean,
  observer: Partial<Observer>,
  why: string | undefined,
]

describe('A node is taken to be dead', () => {
  // biome-ignore format: a table
  const rows: readonly Row[] = [
    ['when its lock is free and its process is gone, at once',        { lockedBy: null, silentS: 0 },      true,  {}, GONE],
    ['when its lock is free and it is silent for more than 2.5 s',    { lockedBy: null, silentS: 2.6 },    false, {}, UNLOCKED('2.6')],
    ['when it is silent for more than 10 s, whoever holds its lock',  { silentS: 10.1 },                   false, {}, SILENT('10.1')],
    ['when its process is gone, soon after PostgreSQL came up, too',  { lockedBy: null, serverUpS: 1 },    true,  {}, GONE],
    ['when its process is gone, soon after we came back, too',        { lockedBy: null },                  true,  { connectedS: 1 }, GONE],
    ['when it is silent and the 15 s of grace are over',              { silentS: 16, serverUpS: 15 },      false, { connectedS: 15 }, SILENT('16.0')],
    ['when we have no node ourselves',                                { lockedBy: null, silentS: 3 },      false, { nodeId: 0 }, UNLOCKED('3.0')],
  ]
  for (const [what, seen, processGone, observer, why] of rows) {
    it(what, () =>
      assert.equal(whyDead({ ...LIVE, ...seen }, processGone, { ...WATCHING, ...observer }), why),
    )
  }
})

describe('A node is not taken to be dead', () => {
  // biome-ignore format: a table
  const rows: readonly Row[] = [
    ['while it beats',                                                {},                                  false, {}, undefined],
    ['when its lock is free and it beat 2.5 s ago',                   { lockedBy: null, silentS: 2.5 },    false, {}, undefined],
    ['when it holds its lock and beat 10 s ago',                      { silentS: 10 },                     false, {}, undefined],
    ['when it holds its lock, though its process seems to be gone',   {},                                  true,  {}, undefined],
    ['within 15 s of the start of PostgreSQL, lock free or not',      { lockedBy: null, silentS: 14, serverUpS: 14.9 }, false, {}, undefined],
    ['within 15 s of our own reconnect',                              { lockedBy: null, silentS: 14 },     false, { connectedS: 14.9 }, undefined],
    ['within 15 s of either, however long it was silent',             { silentS: 86_400, serverUpS: 1 },   false, {}, undefined],
    ['by itself',                                                     { lockedBy: null, silentS: 86_400 }, true,  { nodeId: 2 }, undefined],
    ['when its beat is ahead of us, because the clock was moved',     { lockedBy: null, silentS: -5 },     false, {}, undefined],
  ]
  for (const [what, seen, processGone, observer, why] of rows) {
    it(what, () =>
      assert.equal(whyDead({ ...LIVE, ...seen }, processGone, { ...WATCHING, ...observer }), why),
    )
  }
})
