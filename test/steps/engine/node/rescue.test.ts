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

describe('A node is declared dead', () => {
  // biome-ignore format: a table
  const rows: readonly Row[] = [
    ['immediately if its lock is free and its process is gone',       { lockedBy: null, silentS: 0 },      true,  {}, GONE],
    ['if its lock is free and it is silent for more than 2.5 s',      { lockedBy: null, silentS: 2.6 },    false, {}, UNLOCKED('2.6')],
    ['if it is silent for more than 10 s, even if its lock is held',  { silentS: 10.1 },                   false, {}, SILENT('10.1')],
    ['if its process is gone, even soon after a start of PostgreSQL', { lockedBy: null, serverUpS: 1 },    true,  {}, GONE],
    ['if its process is gone, even soon after the observer connects', { lockedBy: null },                  true,  { connectedS: 1 }, GONE],
    ['if it is silent and the grace period of 15 s is over',          { silentS: 16, serverUpS: 15 },      false, { connectedS: 15 }, SILENT('16.0')],
    ['if the observer has no node',                                   { lockedBy: null, silentS: 3 },      false, { nodeId: 0 }, UNLOCKED('3.0')],
  ]
  for (const [what, seen, processGone, observer, why] of rows) {
    it(what, () =>
      assert.equal(whyDead({ ...LIVE, ...seen }, processGone, { ...WATCHING, ...observer }), why),
    )
  }
})

describe('A node is not declared dead', () => {
  // biome-ignore format: a table
  const rows: readonly Row[] = [
    ['while it sends heartbeats',                                     {},                                  false, {}, undefined],
    ['if its lock is free and its last heartbeat is 2.5 s old',       { lockedBy: null, silentS: 2.5 },    false, {}, undefined],
    ['if it holds its lock and its last heartbeat is 10 s old',       { silentS: 10 },                     false, {}, undefined],
    ['if it holds its lock, even if its process seems to be gone',    {},                                  true,  {}, undefined],
    ['within 15 s of a start of PostgreSQL, even if its lock is free', { lockedBy: null, silentS: 14, serverUpS: 14.9 }, false, {}, undefined],
    ['within 15 s of a connect of the observer',                      { lockedBy: null, silentS: 14 },     false, { connectedS: 14.9 }, undefined],
    ['within 15 s of either, however long it was silent',             { silentS: 86_400, serverUpS: 1 },   false, {}, undefined],
    ['if it is the observer',                                         { lockedBy: null, silentS: 86_400 }, true,  { nodeId: 2 }, undefined],
    ['if its heartbeat is in the future, because the clock was moved', { lockedBy: null, silentS: -5 },     false, {}, undefined],
  ]
  for (const [what, seen, processGone, observer, why] of rows) {
    it(what, () =>
      assert.equal(whyDead({ ...LIVE, ...seen }, processGone, { ...WATCHING, ...observer }), why),
    )
  }
})
