import assert from 'node:assert/strict'
import { Changed } from '../../../server/stream/changed.ts'

type Note = Parameters<Changed['note']>

const HALF = [{ step: 100, attempts: 0, value: 50, total: 100 }]
const ALL = [{ step: 100, attempts: 0, value: 100, total: 100 }]
const MOVED = { type: 'job', job: 'VX-1' }

// biome-ignore format: a table
const CASES: readonly (readonly [string, readonly Note[], readonly unknown[]])[] = [
  ['are none if nothing has changed', [], []],
  ['have a job once if it changed twice', [[1], [1]], [MOVED]],
  ['have the last progress if a job progressed twice', [[1, HALF], [1, ALL]], [{ ...MOVED, progress: ALL }]],
  ['have no progress if a job progressed and then changed', [[1, ALL], [1]], [MOVED]],
  ['have no progress if a job changed and then progressed', [[1], [1, HALF]], [MOVED]],
  ['are a single message if any job may have changed', [[1], ['any'], [2]], [{ type: 'jobs' }]],
]

describe('The messages about changed jobs', () => {
  for (const [what, notes, messages] of CASES)
    it(what, () => {
      const changed = new Changed()
      for (const note of notes) changed.note(...note)
      assert.deepEqual(changed.take(), messages)
      assert.deepEqual(changed.take(), [])
    })
})
