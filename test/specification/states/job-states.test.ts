import assert from 'node:assert/strict'
import {
  FINAL_JOB_STATES,
  isFinal,
  JOB_STATES,
  JOB_TRANSITIONS,
  jobEventBetween,
} from '../../../schema/states.ts'

/** In the order of the documentation, with its descriptions. */
const DOCUMENTED = {
  READY: 'Job can be run, in queue.',
  STARTED: 'One or several job steps are running.',
  VIDINET_JOB: 'One or several job steps are running on Vidinet.',
  FINISHED: 'The job has finished with success.',
  FINISHED_WARNING: 'The job has finished, but a non-critical step failed.',
  FAILED_TOTAL: 'The job has finished, but a critical Job step has failed.',
  WAITING: 'The job is waiting for a condition.',
  ABORTED_PENDING: 'A request to abort the job has been made.',
  ABORTED: 'The job is aborted, and all job steps have finished.',
  HOLD: 'The job and its step(s) will not be started, each is run by request.',
} as const

/**
 * “documented”: the graph of wire.md §9.1; “inferred”: its additions; “ours”: for holds, clean-up and
 * waiting.
 */
// biome-ignore format: a table
const TRANSITIONS = [
  ['READY',           'step-started',     'STARTED',          'documented'],
  ['READY',           'abort-requested',  'ABORTED_PENDING',  'inferred'],
  ['READY',           'problem-raised',   'WAITING',          'ours: of two waiting steps, one still waits'],
  ['READY',           'optional-failed',  'FINISHED_WARNING', 'ours: a step that waited for a retry fails'],
  ['READY',           'critical-failed',  'FAILED_TOTAL',     'ours: a step that waited for a retry fails, or the job queued for too long'],
  ['STARTED',         'all-finished',     'FINISHED',         'documented'],
  ['STARTED',         'optional-failed',  'FINISHED_WARNING', 'documented'],
  ['STARTED',         'critical-failed',  'FAILED_TOTAL',     'documented'],
  ['STARTED',         'problem-raised',   'WAITING',          'documented'],
  ['STARTED',         'abort-requested',  'ABORTED_PENDING',  'documented'],
  ['WAITING',         'problem-resolved', 'READY',            'documented'],
  ['WAITING',         'abort-requested',  'ABORTED_PENDING',  'inferred'],
  ['WAITING',         'step-started',     'STARTED',          'ours: another step starts'],
  ['WAITING',         'optional-failed',  'FINISHED_WARNING', 'ours: the waiting step fails'],
  ['WAITING',         'critical-failed',  'FAILED_TOTAL',     'ours: the waiting step fails'],
  ['HOLD',            'all-finished',     'FINISHED',         'inferred'],
  ['HOLD',            'optional-failed',  'FINISHED_WARNING', 'inferred'],
  ['HOLD',            'critical-failed',  'FAILED_TOTAL',     'inferred'],
  ['HOLD',            'abort-requested',  'ABORTED_PENDING',  'inferred'],
  ['HOLD',            'released',         'READY',            'ours: the job is released'],
  ['HOLD',            'step-started',     'STARTED',          'ours: the job is released while a step runs'],
  ['ABORTED_PENDING', 'steps-stopped',    'ABORTED',          'documented'],
] as const

describe('Job states', () => {
  it('are the ten documented states', () => {
    assert.deepEqual([...JOB_STATES], Object.keys(DOCUMENTED))
  })

  for (const [from, event, to, source] of TRANSITIONS) {
    it(`${from} becomes ${to} by ${event} (${source})`, () => assert.equal(jobEventBetween(from, to), event))
  }

  it('have no other transitions', () => {
    const possible = JOB_STATES.flatMap((from) =>
      Object.entries(JOB_TRANSITIONS[from]).map(([event, to]) => `${from} ${event} ${to}`),
    )
    assert.deepEqual(
      new Set(possible),
      new Set(TRANSITIONS.map(([from, event, to]) => `${from} ${event} ${to}`)),
    )
  })

  for (const from of JOB_STATES) {
    for (const to of JOB_STATES.filter(
      (to) => !TRANSITIONS.some((row) => row[0] === from && row[2] === to),
    )) {
      it(`${from} never becomes ${to}`, () => assert.equal(jobEventBetween(from, to), undefined))
    }
  }

  it('are final if they are FINISHED, FINISHED_WARNING, FAILED_TOTAL or ABORTED', () => {
    assert.deepEqual([...FINAL_JOB_STATES], ['FINISHED', 'FINISHED_WARNING', 'FAILED_TOTAL', 'ABORTED'])
    assert.deepEqual(JOB_STATES.filter(isFinal), [...FINAL_JOB_STATES])
  })

  for (const state of [...FINAL_JOB_STATES, 'VIDINET_JOB'] as const) {
    it(`${state} is never left`, () => assert.deepEqual(JOB_TRANSITIONS[state], {}))
  }
})
