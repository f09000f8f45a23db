import assert from 'node:assert/strict'
import { Changed } from '../../../server/stream/changed.ts'

type Note = Parameters<Changed['note']>

const HALF = [{ step: 100, attempts: 0, value: 50, total: 100 }]
const ALL = [{ step: 100, attempts: 0, value: 100, total: 100 }]
const MOVED = { type: 'job', job: 'VX-1' }

// biome-ignore format: a table
const TOLD: readonly (readonly [string, readonly Note[], readonly unknown[]])[] = [
  ['nothing has changed, is nothing', [], []],
  ['a job moved twice, is that job once', [[1], [1]], [MOVED]],
  ['a job came further twice, is how far it is now', [[1, HALF], [1, ALL]], [{ ...MOVED, progress: ALL }]],
  ['a job came further and then moved, is that it moved', [[1, ALL], [1]], [MOVED]],
  ['a job moved and then came further, is that it moved', [[1], [1, HALF]], [MOVED]],
  ['any job may have changed, is that alone', [[1], ['any'], [2]], [{ type: 'jobs' }]],
]

describe('What a client is told, when', () => {
  for (const [what, notes, told] of TOLD)
    it(what, () => {
      const changed = new Changed()
      for (const note of notes) changed.note(...note)
      assert.deepEqual(changed.take(), told)
      assert.deepEqual(changed.take(), [])
    })
})
