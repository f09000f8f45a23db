import assert from 'node:assert/strict'
import { progressSince } from '../../../server/stream/progress-since.ts'

const at = (value: number, more: object = {}) => {
  return { job: 1, step: 200, attempt: 0, value, total: null, unit: null, ...more }
}
const step = { step: 200, attempts: 0 }

describe('Progress is reported', () => {
  // biome-ignore format: a table
  for (const [what, before, after, expected] of [
    ['of a step that is new',                      [],                       [at(0)],                                      [[1, [{ ...step, value: 0 }]]]],
    ['of a step with new progress',                [at(1)],                  [at(2, { total: 10, unit: 'bytes' })],        [[1, [{ ...step, value: 2, total: 10, unit: 'bytes' }]]]],
    ['of no step without new progress',            [at(2)],                  [at(2)],                                      []],
    ['of no step that has ended',                  [at(2)],                  [],                                           []],
    ['of another attempt with the same value',     [at(2)],                  [at(2, { attempt: 1 })],                      [[1, [{ step: 200, attempts: 1, value: 2 }]]]],
    ['of two steps of a job together',             [],                       [at(1), at(2, { step: 300 })],                [[1, [{ ...step, value: 1 }, { step: 300, attempts: 0, value: 2 }]]]],
    ['of steps with new progress only',            [at(1), at(1, { job: 2 })], [at(1), at(3, { job: 2 })],                 [[2, [{ ...step, value: 3 }]]]],
  ] as const)
    it(what, () => {
      const { now } = progressSince(new Map(), before)
      assert.deepEqual([...progressSince(now, after).further], expected)
    })
})
