import assert from 'node:assert/strict'
import { RUNNING_STEP_STATES } from '../../../../../schema/states.ts'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import { lockedJob, placement } from '../locked-job.ts'
import { CLEANUP, moves, RUN } from './applied.ts'

describe('A step that lost its node', () => {
  const lost = {
    transitions: [{ number: 1, event: 'lost', ...RUN, reason: 'its node is gone' }],
    dropped: [1],
  } as const

  for (const state of RUNNING_STEP_STATES) {
    it(`while it was ${state} runs again immediately without using up a try`, () => {
      const written = applyChange(lockedJob('STARTED', [{ number: 1, state, attempt: 2 }]), lost)
      assert.deepEqual(moves(written), [`1 ${state}→DISAPPEARED`, '1 DISAPPEARED→READY'])
      assert.deepEqual(
        written.steps.map(({ attempt, losses }) => [attempt, losses]),
        [[2, 1]],
      )
      assert.equal(written.attempts[0]?.state, 'DISAPPEARED')
      assert.deepEqual(written.dropped, [1])
    })
  }

  it('five times in a row is given up, and the job is cleaned up', () => {
    const job = lockedJob(
      'STARTED',
      [{ number: 1, state: 'STARTED', losses: 4 }, { number: 2, state: 'READY' }, CLEANUP],
      { placements: [placement(2)] },
    )
    const written = applyChange(job, lost)
    assert.deepEqual(moves(written), [
      '1 STARTED→DISAPPEARED',
      '1 DISAPPEARED→FAILED_FATAL',
      '2 READY→NONE',
      '9 NONE→READY',
    ])
    assert.equal(written.steps[0]?.errorMessage, 'its node died 5 times in a row')
    assert.equal(written.job.failureCause, null, 'it has not ended yet')
    assert.equal(written.attempts[0]?.state, 'FAILED_FATAL')
    assert.deepEqual(written.dropped, [1, 2])
  })

  it('five times in a row ends a job that has no clean-up', () => {
    const job = lockedJob('STARTED', [
      { number: 1, state: 'STARTED', losses: 4 },
      { number: 2, state: 'READY' },
    ])
    assert.deepEqual(moves(applyChange(job, lost)).slice(2), ['2 READY→NONE', 'job STARTED→FAILED_TOTAL'])
  })

  it('five times in a row lets the job continue if it is optional', () => {
    const job = lockedJob('STARTED', [
      { number: 1, state: 'STARTED', losses: 4, critical: false },
      { number: 2, state: 'NONE', after: [1] },
    ])
    assert.deepEqual(moves(applyChange(job, lost)).slice(1), ['1 DISAPPEARED→FAILED_FATAL', '2 NONE→READY'])
  })

  it('because the node stopped in order has no further loss', () => {
    const job = lockedJob('STARTED', [{ number: 1, state: 'STARTED', losses: 4 }])
    const written = applyChange(job, { transitions: [{ number: 1, event: 'lost', ...RUN, orderly: true }] })
    assert.deepEqual(
      written.steps.map(({ state, losses }) => [state, losses]),
      [['READY', 4]],
    )
  })

  for (const event of ['finished', 'failed-retry', 'must-wait'] as const) {
    it(`has no losses in a row after an attempt with ${event}`, () => {
      const written = applyChange(lockedJob('STARTED', [{ number: 1, state: 'STARTED', losses: 4 }]), {
        transitions: [{ number: 1, event }],
      })
      assert.equal(written.steps[0]?.losses, 0)
    })
  }
})
