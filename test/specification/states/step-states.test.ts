import assert from 'node:assert/strict'
import {
  isRunning,
  RUNNING_STEP_STATES,
  STEP_STATES,
  STEP_TRANSITIONS,
  type StepEvent,
  type StepState,
  stepStateAfter,
} from '../../../schema/states.ts'

/** In the order of the documentation, with its descriptions. */
const DOCUMENTED = {
  NONE: 'Job step has just been initialized. Normally this should not be returned.',
  READY: 'Job step about to start.',
  STARTED: 'Job step started, running in a transaction. (Short tasks.)',
  STARTED_ASYNCHRONOUS: 'Job step started, running outside of an transaction.',
  STARTED_PARALLEL: 'Job step has started, and signals that other parallel tasks can start.',
  STARTED_PARALLEL_ASYNCHRONOUS: 'Job step has started, and signals that other parallel tasks can start.',
  STARTED_SUBTASKS: 'Job step has started, and will be performed in multiple subtasks.',
  FINISHED: 'Job step has finished successfully.',
  FAILED_RETRY: 'Job step has failed, but will be retried.',
  FAILED_FATAL: 'Job step has failed, and will not be retried.',
  WAITING: 'Job step is waiting for a condition, see List all problems for a job for cause.',
  DISAPPEARED: 'The job worker was missing. The job step will be re-run.',
} as const

/** How a running step can end, in any of its running states. */
const ENDS = {
  finished: 'FINISHED',
  'failed-retry': 'FAILED_RETRY',
  'failed-fatal': 'FAILED_FATAL',
  'must-wait': 'WAITING',
  lost: 'DISAPPEARED',
} as const

// biome-ignore format: a table
const TRANSITIONS: Readonly<Record<StepState, Partial<Record<StepEvent, StepState>>>> = {
  NONE:                          { 'dependencies-met': 'READY' },
  READY:                         { 'started': 'STARTED', 'started-asynchronously': 'STARTED_ASYNCHRONOUS', 'withdrawn': 'NONE',
                                   'must-wait': 'WAITING' },
  STARTED:                       { ...ENDS, 'signalled': 'STARTED_PARALLEL', 'fanned-out': 'STARTED_SUBTASKS' },
  STARTED_ASYNCHRONOUS:          { ...ENDS, 'signalled': 'STARTED_PARALLEL_ASYNCHRONOUS', 'fanned-out': 'STARTED_SUBTASKS' },
  STARTED_PARALLEL:              ENDS,
  STARTED_PARALLEL_ASYNCHRONOUS: ENDS,
  STARTED_SUBTASKS:              ENDS,
  FINISHED:                      {},
  FAILED_RETRY:                  { 'retry-due': 'READY', 'must-wait': 'WAITING', 'failed-fatal': 'FAILED_FATAL' },
  FAILED_FATAL:                  {},
  WAITING:                       { 'problem-resolved': 'READY', 'retry-awaited': 'FAILED_RETRY', 'failed-fatal': 'FAILED_FATAL' },
  DISAPPEARED:                   { 'run-again': 'READY', 'failed-fatal': 'FAILED_FATAL' },
}

const EVENTS = [...new Set(Object.values(TRANSITIONS).flatMap((row) => Object.keys(row) as StepEvent[]))]

describe('Step states', () => {
  it('are the twelve documented states', () => {
    assert.deepEqual([...STEP_STATES], Object.keys(DOCUMENTED))
  })

  for (const from of STEP_STATES) {
    for (const event of EVENTS) {
      const to = TRANSITIONS[from][event]
      it(`${event} ${to ? `makes ${from} ${to}` : `cannot happen in ${from}`}`, () => {
        assert.equal(stepStateAfter(from, event), to)
      })
    }
  }

  it('have no other transitions', () => assert.deepEqual(STEP_TRANSITIONS, TRANSITIONS))

  it('are running if they are one of the five STARTED states', () => {
    assert.deepEqual(STEP_STATES.filter(isRunning), [...RUNNING_STEP_STATES])
    assert.deepEqual(
      [...RUNNING_STEP_STATES],
      STEP_STATES.filter((state) => state.startsWith('STARTED')),
    )
  })

  for (const state of ['FINISHED', 'FAILED_FATAL'] as const) {
    it(`${state} is never left`, () => assert.deepEqual(STEP_TRANSITIONS[state], {}))
  }
})
