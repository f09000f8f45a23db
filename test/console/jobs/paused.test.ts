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
  [['A'],                  'A is paused: nothing of it starts. What runs goes on.'],
  [['A', 'B'],             'A and B are paused: nothing of them starts. What runs goes on.'],
  [['A', 'B', 'C'],        'A, B and C are paused: nothing of them starts. What runs goes on.'],
  [['A', 'B', 'C', 'D'],   'A, B and 2 more types are paused: nothing of them starts. What runs goes on.'],
  [['A', undefined],       'The queue is paused: nothing starts. What runs goes on.'],
] as const

describe('What is paused for everybody', () => {
  for (const [types, said] of SAID)
    it(`is said as “${said}”`, () => assert.equal(saidOf(types.map((type) => pause(type))), said))

  it('tells the queue from its types', () => {
    assert.equal(isPaused([pause('A')], undefined), false)
    assert.equal(isPaused([pause()], 'A'), false)
    assert.equal(isPaused([pause(), pause('A')], 'A'), true)
  })
})

const PLAIN = { ctrlKey: false, altKey: false, metaKey: false }

describe('The keys of the page', () => {
  it('are “?” and “/”', () => {
    assert.deepEqual(
      ['?', '/', 'a', 'Enter'].map((key) => pageKeyOf({ ...PLAIN, key }, false)),
      [...['?', '/'], ...[undefined, undefined]],
    )
  })

  it('are left to who types, and to the browser', () => {
    assert.equal(pageKeyOf({ ...PLAIN, key: '?' }, true), undefined)
    for (const held of ['ctrlKey', 'altKey', 'metaKey'])
      assert.equal(pageKeyOf({ ...PLAIN, [held]: true, key: '/' }, false), undefined)
  })
})
