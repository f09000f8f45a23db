import assert from 'node:assert/strict'
import { pageKeyOf } from '../../../web/src/help/keys.ts'
import { isPaused, saidOf } from '../../../web/src/queue/paused.ts'

const pause = (type?: string) => ({
  ...{ timestamp: '2026-01-31T12:00:00.000+0000', user: 'ann' },
  ...(type !== undefined && { type }),
})

// biome-ignore format: a table
const SAID = [
  [[],                     undefined],
  [['A'],                  'Job type A paused. No further steps start; running steps will finish.'],
  [['A', 'B'],             'Job types A and B paused. No further steps start; running steps will finish.'],
  [['A', 'B', 'C'],        'Job types A, B and C paused. No further steps start; running steps will finish.'],
  [['A', 'B', 'C', 'D'],   'Job types A, B and 2 more paused. No further steps start; running steps will finish.'],
  [['A', undefined],       'Queue paused. No further steps start; running steps will finish.'],
] as const

describe('The pause banner', () => {
  for (const [types, said] of SAID)
    it(said === undefined ? 'is hidden while nothing is paused' : `says “${said}”`, () =>
      assert.equal(saidOf(types.map((type) => pause(type))), said),
    )

  it('distinguishes the queue from job types', () => {
    assert.equal(isPaused([pause('A')], undefined), false)
    assert.equal(isPaused([pause()], 'A'), false)
    assert.equal(isPaused([pause(), pause('A')], 'A'), true)
  })
})

const PLAIN = { ctrlKey: false, altKey: false, metaKey: false }

describe('The global shortcuts', () => {
  it('are “?” and “/”', () => {
    assert.deepEqual(
      ['?', '/', 'a', 'Enter'].map((key) => pageKeyOf({ ...PLAIN, key }, false)),
      [...['?', '/'], ...[undefined, undefined]],
    )
  })

  it('do not apply while typing text or with modifier keys', () => {
    assert.equal(pageKeyOf({ ...PLAIN, key: '?' }, true), undefined)
    for (const held of ['ctrlKey', 'altKey', 'metaKey'])
      assert.equal(pageKeyOf({ ...PLAIN, [held]: true, key: '/' }, false), undefined)
  })
})
