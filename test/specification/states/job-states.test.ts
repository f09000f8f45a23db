import assert from 'node:assert/strict'
import {
  FINAL_JOB_STATES,
  isFinal,
  JOB_STATES,
  JOB_TRANSITIONS,
  jobEventBetween,
} from '../../../schema/states.ts'

/** In the order of the documentation, with what it says of each. */
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

/** “documented”: the graph of wire.md §9.1; “inferred”: its additions; “ours”: what follows from holds, clean-up and waiting. */
// biome-ignore format: a table
const TRANSITIONS = [
  ['READY',           'step-started',     'STARTED',          'documented'],
  ['READY',           'abort-requested',  'ABORTED_PENDING',  'inferred'],
  ['READY',           'problem-raised',   'WAITING',          'ours: of two that waited, one waits still'],
  ['READY',           'optional-failed',  'FINISHED_WARNING', 'ours: what waited for another try is given up'],
  ['READY',           'critical-failed',  'FAILED_TOTAL',     'ours: what waited for another try is given up, or it queued for too long'],
  ['STARTED',         'all-finished',     'FINISHED',         'documented'],
  ['STARTED',         'optional-failed',  'FINISHED_WARNING', 'documented'],
  ['STARTED',         'critical-failed',  'FAILED_TOTAL',     'documented'],
  ['STARTED',         'problem-raised',   'WAITING',          'documented'],
  ['STARTED',         'abort-requested',  'ABORTED_PENDING',  'documented'],
  ['WAITING',         'problem-resolved', 'READY',            'documented'],
  ['WAITING',         'abort-requested',  'ABORTED_PENDING',  'inferred'],
  ['WAITING',         'step-started',     'STARTED',          'ours: another step goes on'],
  ['WAITING',         'optional-failed',  'FINISHED_WARNING', 'ours: what waited is given up'],
  ['WAITING',         'critical-failed',  'FAILED_TOTAL',     'ours: what waited is given up'],
  ['HOLD',            'all-finished',     'FINISHED',         'inferred'],
  ['HOLD',            'optional-failed',  'FINISHED_WARNING', 'inferred'],
  ['HOLD',            'critical-failed',  'FAILED_TOTAL',     'inferred'],
  ['HOLD',            'abort-requested',  'ABORTED_PENDING',  'inferred'],
  ['HOLD',            'released',         'READY',            'ours: the job is let go'],
  ['HOLD',            'step-started',     'STARTED',          'ours: the job is let go while a step runs'],
  ['ABORTED_PENDING', 'steps-stopped',    'ABORTED',          'documented'],
] as const

describe('Job states', () => {
  it('are the ten of the documentation', () => {
    assert.deepEqual([...JOB_STATES], Object.keys(DOCUMENTED))
  })

  for (const [from, event, to, source] of TRANSITIONS) {
    it(`${from} becomes ${to} by ${event} (${source})`, () => assert.equal(jobEventBetween(from, to), event))
  }

  it('follow one another in no other way', () => {
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

  it('FINISHED, FINISHED_WARNING, FAILED_TOTAL and ABORTED are final', () => {
    assert.deepEqual([...FINAL_JOB_STATES], ['FINISHED', 'FINISHED_WARNING', 'FAILED_TOTAL', 'ABORTED'])
    assert.deepEqual(JOB_STATES.filter(isFinal), [...FINAL_JOB_STATES])
  })

  for (const state of [...FINAL_JOB_STATES, 'VIDINET_JOB'] as const) {
    it(`${state} is never left`, () => assert.deepEqual(JOB_TRANSITIONS[state], {}))
  }
})
