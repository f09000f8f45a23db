import assert from 'node:assert/strict'
import { STEP_STATES } from '../../../../schema/states.ts'
import {
  hasStarted,
  isReleased,
  noLongerReady,
  phaseOf,
  readySteps,
} from '../../../../steps/engine/transition/readiness.ts'
import { type GivenStep, lockedStep } from './locked-job.ts'

const steps = (...given: readonly GivenStep[]) => given.map(lockedStep)
const numbers = (ready: readonly { readonly number: number }[]) => ready.map(({ number }) => number)

describe('A step that comes after another', () => {
  const releasing = ['FINISHED']
  const releasingWhenOptional = ['FINISHED', 'FAILED_FATAL']
  for (const state of STEP_STATES) {
    for (const critical of [true, false]) {
      const expected = (critical ? releasing : releasingWhenOptional).includes(state)
      it(`${expected ? 'may start' : 'waits'} when a${critical ? ' critical' : 'n optional'} one is ${state}`, () => {
        const [first, second] = steps(
          { number: 1, state, critical },
          { number: 2, state: 'NONE', after: [1] },
        )
        assert.ok(first && second)
        assert.equal(isReleased(second, [first, second]), expected)
      })
    }
  }
})

describe('A step that runs alongside another', () => {
  const releasing = ['STARTED_PARALLEL', 'STARTED_PARALLEL_ASYNCHRONOUS', 'FINISHED']
  for (const state of STEP_STATES) {
    const expected = releasing.includes(state)
    it(`${expected ? 'may start' : 'waits'} when the other is ${state}`, () => {
      const [first, second] = steps({ number: 1, state }, { number: 2, state: 'NONE', alongside: [1] })
      assert.ok(first && second)
      assert.equal(isReleased(second, [first, second]), expected)
    })
  }
})

describe('The phase of a job', () => {
  const abort = (cleanup: boolean) => ({ cleanup })
  // biome-ignore format: a table
  for (const [what, given, asked, phase] of [
    ['no step has failed',                               [{ number: 1, state: 'FINISHED' }],                              undefined,    'running'],
    ['a critical step has failed',                       [{ number: 1, state: 'FAILED_FATAL' }],                          undefined,    'cleaning up'],
    ['an optional step has failed',                      [{ number: 1, state: 'FAILED_FATAL', critical: false }],         undefined,    'running'],
    ['a clean-up step has failed',                       [{ number: 1, state: 'FAILED_FATAL', cleanup: true }],           undefined,    'running'],
    ['a critical step will be retried',                  [{ number: 1, state: 'FAILED_RETRY' }],                          undefined,    'running'],
    ['it is aborted before any step started',            [{ number: 1, state: 'READY' }],                                 abort(true),  'cleaning up'],
    ['it is aborted without clean-up before any started', [{ number: 1, state: 'READY' }, { number: 2, state: 'NONE' }],  abort(false), 'stopping'],
    ['it is aborted without clean-up while a step runs', [{ number: 1, state: 'STARTED' }],                               abort(false), 'cleaning up'],
    ['it is aborted without clean-up after one ran',     [{ number: 1, state: 'FINISHED' }, { number: 2, state: 'READY' }], abort(false), 'cleaning up'],
    ['it is aborted without clean-up before a retry',    [{ number: 1, state: 'READY', attempt: 1 }],                     abort(false), 'cleaning up'],
  ] as const) {
    it(`is ${phase} when ${what}`, () => assert.equal(phaseOf(steps(...given), { abort: asked, givenUp: false, cleanupGivenUp: false }), phase))
  }

  // biome-ignore format: a table
  for (const [what, asked, phase] of [
    ['it is given up',                                        undefined,    'cleaning up'],
    ['it is given up, and then aborted without clean-up',     abort(false), 'stopping'],
    ['it is given up, and then aborted with clean-up',        abort(true),  'cleaning up'],
  ] as const) {
    it(`is ${phase} when ${what}`, () =>
      assert.equal(phaseOf(steps({ number: 1, state: 'NONE' }), { abort: asked, givenUp: true, cleanupGivenUp: false }), phase))
  }
})

describe('A step has started', () => {
  for (const state of STEP_STATES) {
    const started = state !== 'NONE' && state !== 'READY'
    it(`${started ? 'when' : 'not when'} it is ${state}`, () => {
      assert.equal(hasStarted(lockedStep({ number: 1, state })), started)
      assert.equal(hasStarted(lockedStep({ number: 1, state, attempt: 1 })), true)
    })
  }
})

describe('The steps that become ready', () => {
  const DIAMOND = [
    { number: 1, state: 'FINISHED' },
    { number: 2, state: 'NONE', after: [1] },
    { number: 3, state: 'NONE', after: [1] },
    { number: 4, state: 'NONE', after: [2, 3] },
    { number: 8, state: 'NONE', cleanup: true },
    { number: 9, state: 'NONE', cleanup: true, after: [8] },
  ] as const
  const FAILED = [
    { number: 1, state: 'FAILED_FATAL' },
    { number: 2, state: 'NONE', after: [1] },
    { number: 8, state: 'NONE', cleanup: true, after: [1, 2] },
    { number: 9, state: 'NONE', cleanup: true, after: [8] },
  ] as const
  // biome-ignore format: a table
  for (const [what, given, phase, held, expected] of [
    ['are all whose dependencies are met',                    DIAMOND, 'running',     false, [2, 3]],
    ['are none in HOLD',                                      DIAMOND, 'running',     true,  []],
    ['are only clean-up steps after the job has failed',      FAILED,  'cleaning up', false, [8]],
    ['are clean-up steps in HOLD too',                        FAILED,  'cleaning up', true,  [8]],
    ['are none in a job that is stopping',                    DIAMOND, 'stopping',    false, []],
    ['are no clean-up steps while another step runs',         [...FAILED, { number: 3, state: 'STARTED' }], 'cleaning up', false, []],
    ['are not those that were ready before',                  [{ number: 1, state: 'READY' }], 'running', false, []],
    ['are those without any dependency',                      [{ number: 1, state: 'NONE' }, { number: 2, state: 'NONE' }], 'running', false, [1, 2]],
    ['are those whose dependency is not a step of the job',   [{ number: 2, state: 'NONE', after: [1] }], 'running', false, [2]],
    ['do not wait for clean-up steps, which may never run',   [{ number: 1, state: 'NONE', cleanup: true }, { number: 2, state: 'NONE', after: [1] }], 'running', false, [2]],
    ['are clean-up steps even after one that has failed',     [{ number: 8, state: 'FAILED_FATAL', cleanup: true }, { number: 9, state: 'NONE', cleanup: true, after: [8] }], 'cleaning up', false, [9]],
    ['are none of which only one kind of dependency is met',  [{ number: 1, state: 'STARTED_PARALLEL' }, { number: 2, state: 'STARTED' }, { number: 3, state: 'NONE', after: [2], alongside: [1] }], 'running', false, []],
  ] as const) {
    it(what, () => assert.deepEqual(numbers(readySteps(steps(...given), phase, held)), expected))
  }
})

describe('The steps that are no longer ready', () => {
  const PAIR = [
    { number: 1, state: 'READY' },
    { number: 2, state: 'READY', alongside: [1] },
  ] as const
  // biome-ignore format: a table
  for (const [what, given, phase, held, expected] of [
    ['are those whose parallel dependency was lost',    PAIR, 'running', false, [2]],
    ['are none whose parallel dependency has signaled', [{ number: 1, state: 'STARTED_PARALLEL' }, PAIR[1]], 'running', false, []],
    ['are none whose parallel dependency has finished', [{ number: 1, state: 'FINISHED' }, PAIR[1]], 'running', false, []],
    ['are none in HOLD, where they were requested',      PAIR, 'running', true, []],
  ] as const) {
    it(what, () => assert.deepEqual(numbers(noLongerReady(steps(...given), phase, held)), expected))
  }
})
