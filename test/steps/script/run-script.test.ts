import assert from 'node:assert/strict'
import type { Outcome } from '../../../steps/engine/declare/step.ts'
import { outcomeOf } from '../../../steps/script/run-script.ts'
import type { ScriptEnded } from '../../../tasks/script/ended.ts'

describe('the end of a script', () => {
  const thrown = { ended: 'failed', message: 'Error: x', line: 3, column: 5 } as const
  // biome-ignore format: a table
  const CASES: readonly (readonly [what: string, ended: ScriptEnded, outcome: Outcome])[] = [
    ['its last line',          { ended: 'finished' },                                  { ended: 'finished' }],
    ['job.fail',               { ended: 'fail', message: 'no' },                       { ended: 'retry', reason: 'no' }],
    ['job.fatalFail',          { ended: 'fatalFail', message: 'no' },                  { ended: 'fatal', reason: 'no' }],
    ['an exception',           thrown,                                                 { ended: 'retry', reason: 'line 3, column 5: Error: x' }],
    ['a value without a place', { ended: 'failed', message: 'x' },                     { ended: 'retry', reason: 'x' }],
    ['a syntax error',         { ...thrown, isSyntax: true },                          { ended: 'fatal', reason: 'line 3, column 5: Error: x' }],
    ['a limit',                { ended: 'limit', which: 'time', message: 'too long' }, { ended: 'fatal', reason: 'too long' }],
    ['a thread that died',     { ended: 'crashed', message: 'gone' },                  { ended: 'retry', reason: 'gone' }],
    ['a stop',                 { ended: 'stopped' },                                   { ended: 'retry', reason: 'the script was stopped' }],
  ]
  for (const [what, ended, outcome] of CASES)
    it(`by ${what} is the outcome ${outcome.ended}`, () =>
      assert.deepEqual(outcomeOf(ended, { id: 'VX-1', number: 200 }), outcome))

  it('by job.wait with a long reason is a condition that an index can have', () => {
    const outcome = outcomeOf({ ended: 'wait', reason: '€'.repeat(4_000) }, { id: 'VX-1', number: 200 })
    assert.ok(outcome.ended === 'waitFor')
    assert.ok(Buffer.byteLength(outcome.condition.requirement) < 2_000)
  })

  it('by job.wait is a condition of its own that is checked after a minute', () => {
    assert.deepEqual(outcomeOf({ ended: 'wait', reason: 'the tape' }, { id: 'VX-1', number: 200 }), {
      ended: 'waitFor',
      condition: {
        ...{ type: 'JAVASCRIPT', resource: 'VX-1/200', requirement: 'the tape' },
        ...{ words: 'its script: the tape', checkS: 60 },
      },
    })
  })
})
