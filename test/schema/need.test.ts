import assert from 'node:assert/strict'
import fc from 'fast-check'
import { keyOf, type Need, needFrom } from '../../schema/need.ts'

describe('A need', () => {
  const names = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }).map((all) => all.toSorted())
  const anyNeed: fc.Arbitrary<Need> = fc.record(
    {
      ...{ type: fc.string(), category: fc.string(), encoder: fc.string() },
      ...{
        vramMiB: fc.integer({ min: 1 }),
        media: fc.constant(true as const),
        reach: names,
        groups: names,
        cleanup: fc.constant(true as const),
      },
    },
    { requiredKeys: ['type', 'category'], noNullPrototype: true },
  )

  it('survives conversion to text and back', () => {
    fc.assert(fc.property(anyNeed, (need) => assert.deepEqual(needFrom(keyOf(need)), need)))
  })

  const BARE = { type: 'TEST', category: 'cpu' }
  // biome-ignore format: a table
  for (const [what, need, key] of [
    ['of only a slot',                       BARE,                                                '{"type":"TEST","category":"cpu"}'],
    ['of no GPU memory',                     { ...BARE, vramMiB: 0 },                             '{"type":"TEST","category":"cpu"}'],
    ['of no storage and no group',           { ...BARE, reach: [], groups: [] },                  '{"type":"TEST","category":"cpu"}'],
    ['with its fields in another order',     { category: 'cpu', cleanup: true, type: 'TEST' },    '{"type":"TEST","category":"cpu","cleanup":true}'],
    ['of unsorted, duplicate storages',      { ...BARE, reach: ['b', 'a', 'b'] },                 '{"type":"TEST","category":"cpu","reach":["a","b"]}'],
    ['of ffmpeg',                            { ...BARE, media: true },                            '{"type":"TEST","category":"cpu","media":true}'],
    ['of unsorted groups',                   { ...BARE, groups: ['b', 'a'] },                     '{"type":"TEST","category":"cpu","groups":["a","b"]}'],
    ['of everything',                        { ...BARE, encoder: 'x', vramMiB: 1, reach: ['a'] }, '{"type":"TEST","category":"cpu","encoder":"x","vramMiB":1,"reach":["a"]}'],
  ] as const) {
    it(`${what} is written as ${key}`, () => assert.equal(keyOf(need as Need), key))
  }
})
