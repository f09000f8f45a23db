import assert from 'node:assert/strict'
import { PRIORITIES, priorityOf, rankOf } from '../../../schema/states.ts'

describe('A job priority', () => {
  it('is one of LOWEST, LOW, MEDIUM, HIGH, HIGHEST and IMMEDIATE, from lowest to highest', () => {
    assert.deepEqual([...PRIORITIES], ['LOWEST', 'LOW', 'MEDIUM', 'HIGH', 'HIGHEST', 'IMMEDIATE'])
  })

  for (const [priority, rank] of [
    ['LOWEST', 1],
    ['LOW', 2],
    ['MEDIUM', 3],
    ['HIGH', 4],
    ['HIGHEST', 5],
    ['IMMEDIATE', 6],
  ] as const) {
    it(`${priority} is stored as ${rank}`, () => {
      assert.equal(rankOf(priority), rank)
      assert.equal(priorityOf(rank), priority)
    })
  }

  for (const rank of [0, 7, -1, 1.5, Number.NaN]) {
    it(`does not have the rank ${rank}`, () => assert.throws(() => priorityOf(rank), RangeError))
  }
})
