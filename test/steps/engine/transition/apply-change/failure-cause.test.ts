/** Why a job did not end well, as a word for programs. */
import assert from 'node:assert/strict'
import type { FailureCause } from '../../../../../schema/failure-cause.ts'
import type { JobState } from '../../../../../schema/states.ts'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import type { Change } from '../../../../../steps/engine/transition/requested-change.ts'
import { ABORT, type GivenJob, type GivenStep, lockedJob } from '../locked-job.ts'
import { RUN } from './applied.ts'

const RUNNING: GivenStep = { number: 1, state: 'STARTED' }
const FAILS: Change = { transitions: [{ number: 1, event: 'failed-fatal', reason: 'no such codec', ...RUN }] }
const LOST: Change = { transitions: [{ number: 1, event: 'lost', reason: 'its node is gone', ...RUN }] }
const FINISHES: Change = { transitions: [{ number: 1, event: 'finished', ...RUN }] }
const giveUp = (cause: 'queue-time-limit' | 'run-time-limit' | 'not-started'): Change => ({
  giveUp: { cause, reason: 'too late' },
})

describe('The failure cause of a job', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [title: string, steps: readonly GivenStep[], given: GivenJob, change: Change, state: JobState, cause: FailureCause | null])[] = [
    ['whose critical step fails',             [RUNNING],                            {}, FAILS,                       'FAILED_TOTAL',     'step'],
    ['whose optional step fails',             [{ ...RUNNING, critical: false }],    {}, FAILS,                       'FINISHED_WARNING', null],
    ['that finishes',                         [RUNNING],                            {}, FINISHES,                    'FINISHED',         null],
    ['whose step loses its fifth node',       [{ ...RUNNING, losses: 4 }],          {}, LOST,                        'FAILED_TOTAL',     'worker-lost'],
    ['whose step loses its fourth node',      [{ ...RUNNING, losses: 3 }],          {}, LOST,                        'STARTED',          null],
    ['that queued too long',                  [{ number: 1, state: 'READY' }],      {}, giveUp('queue-time-limit'),  'FAILED_TOTAL',     'queue-time-limit'],
    ['that ran too long, before its end',     [RUNNING],                            {}, giveUp('run-time-limit'),    'STARTED',          'run-time-limit'],
    ['that ran too long, at its end',         [RUNNING], { givenUp: 'too late', failureCause: 'run-time-limit' }, FAILS, 'FAILED_TOTAL', 'run-time-limit'],
    ['whose start was refused',               [{ number: 1, state: 'READY' }],      {}, giveUp('not-started'),       'FAILED_TOTAL',     'not-started'],
    ['that is aborted',                       [{ number: 1, state: 'READY' }],      {}, { abort: ABORT },            'ABORTED',          'aborted'],
    ['that is aborted after it was given up', [{ number: 1, state: 'READY' }], { givenUp: 'too late', failureCause: 'run-time-limit' }, { abort: ABORT }, 'ABORTED', 'aborted'],
  ]
  for (const [title, steps, given, change, state, cause] of rows)
    it(`${title} is ${cause}`, () => {
      const { job } = applyChange(lockedJob('STARTED', steps, given), change)
      assert.deepEqual([job.state, job.failureCause], [state, cause])
    })
})

describe('A stopped job that ends', () => {
  it('says so in its history', () => {
    const job = lockedJob('STARTED', [RUNNING], { stop: { user: 'ann' } })
    assert.equal(applyChange(job, FINISHES).history.at(-1)?.cause, 'stopped early by ann')
  })
})
