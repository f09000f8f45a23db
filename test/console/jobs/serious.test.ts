/** How the console counts the warnings and errors of a job. */
import assert from 'node:assert/strict'
import { seriousOf, seriousWords } from '../../../web/src/state/serious.ts'

describe('The warnings and errors of a job', () => {
  for (const [of, words] of [
    [{}, ''],
    [{ warnings: 1 }, '1 warning'],
    [{ errors: 8_742 }, '8,742 errors'],
    [{ warnings: 2, errors: 1 }, '1 error, 2 warnings'],
  ] as const)
    it(`reads “${words}”`, () => assert.equal(seriousWords(of), words))

  it('are those of all its attempts', () => {
    const task = {
      attempts: 0,
      status: 'FINISHED',
      timestamp: '2026-01-31T12:00:00.000+0000',
      subTask: [],
    } as const
    const tasks = [
      { ...task, step: 100, warnings: 1 },
      { ...task, step: 200, warnings: 2, errors: 3 },
      { ...task, step: 300 },
    ]
    assert.deepEqual(seriousOf({ log: { task: tasks } }), { warnings: 3, errors: 3 })
    assert.deepEqual(seriousOf({}), { warnings: 0, errors: 0 })
  })
})
