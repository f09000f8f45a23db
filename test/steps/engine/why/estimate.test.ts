import assert from 'node:assert/strict'
import { startsInS } from '../../../../steps/engine/why/estimate.ts'

describe('The startsInS of a job that queues, where jobs take 100 s,', () => {
  // biome-ignore format: a table
  for (const [what, position, places, leftS, expected] of [
    ['comes when the first of those that run ends',               1, 3, [60, 30, 90], 30],
    ['comes with the next end for the next',                      2, 3, [60, 30, 90], 60],
    ['comes a round later for each job to a place before it',     4, 3, [60, 30, 90], 130],
    ['comes late far behind',                                 1_001, 1, [10], 100_010],
    ['comes not with an end that gives no place back',            1, 1, [60, 30], 60],
    ['comes as if one had just begun where a place has no job',   1, 1, [], 100],
    ['is not looked for where one runs longer than usual',        1, 2, [-5, 80], 80],
    ['nor where it is just as long',                              1, 2, [0, 80], 80],
    ['is not known where all run longer than usual',              1, 2, [-5, -900], undefined],
    ['is not known where more do than there are places',          1, 1, [-5, 40], undefined],
  ] as const) {
    it(what, () => assert.equal(startsInS({ position, places, leftS, durationS: 100 }), expected))
  }
})
