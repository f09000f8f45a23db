import assert from 'node:assert/strict'
import { STEP_STATES } from '../../../../../schema/states.ts'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import { ABORT, lockedJob, placement } from '../locked-job.ts'
import { CLEANUP, moves, RUN, table } from './applied.ts'

const STOP = { stop: { user: 'ann' } }
const REASON = 'run time limit of 60 s exceeded'
const LIMIT = { giveUp: { cause: 'run-time-limit', reason: REASON }, cause: REASON } as const
const OVER = { givenUp: REASON, failureCause: 'run-time-limit' } as const

// biome-ignore format: a table
table('A request to stop', [
  ['changes no state while a step runs, which then ends itself', lockedJob('STARTED', [{ number: 1, state: 'STARTED_ASYNCHRONOUS' }, { number: 2, state: 'NONE', after: [1] }]), STOP, []],
  ['gives up steps that wait for a condition', lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'WAITING', critical: false }]), STOP, ['2 WAITING→FAILED_FATAL']],
  ['gives up steps that wait for a retry',    lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'FAILED_RETRY' }]), STOP, ['2 FAILED_RETRY→FAILED_FATAL']],
  ['ends a job that only waits',              lockedJob('WAITING', [{ number: 1, state: 'WAITING' }]), STOP, ['1 WAITING→FAILED_FATAL', 'job WAITING→FAILED_TOTAL']],
  ['starts the clean-up of a job that it ends', lockedJob('WAITING', [{ number: 1, state: 'WAITING' }, CLEANUP]), STOP, ['1 WAITING→FAILED_FATAL', '9 NONE→READY', 'job WAITING→READY']],
  ['does not affect clean-up that waits for a retry', lockedJob('STARTED', [{ number: 1, state: 'FAILED_FATAL' }, { ...CLEANUP, state: 'FAILED_RETRY' }]), STOP, []],
])

// biome-ignore format: a table
table('A job that is given up', [
  ['ends before it has started',              lockedJob('READY', [{ number: 1, state: 'READY' }]), LIMIT, ['1 READY→NONE', 'job READY→FAILED_TOTAL']],
  ['is cleaned up first',                     lockedJob('STARTED', [{ number: 1, state: 'FINISHED' }, { number: 2, state: 'READY' }, CLEANUP]), LIMIT, ['2 READY→NONE', '9 NONE→READY']],
  ['continues while a step still runs',       lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'WAITING' }]), LIMIT, ['2 WAITING→FAILED_FATAL']],
  ['ends with its last step',                 lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], OVER), { transitions: [{ number: 1, event: 'failed-fatal', ...RUN }] }, ['1 STARTED→FAILED_FATAL', 'job STARTED→FAILED_TOTAL']],
  ['fails even if its last step finishes',    lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], OVER), { transitions: [{ number: 1, event: 'finished', ...RUN }] }, ['1 STARTED→FINISHED', 'job STARTED→FAILED_TOTAL']],
  ['starts no further step',                  lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'STARTED' }, { number: 3, state: 'NONE', after: [1] }], OVER), { transitions: [{ number: 1, event: 'finished', ...RUN }] }, ['1 STARTED→FINISHED']],
  ['ends in HOLD',                            lockedJob('HOLD', [{ number: 1, state: 'FAILED_RETRY' }]), LIMIT, ['1 FAILED_RETRY→FAILED_FATAL', 'job HOLD→FAILED_TOTAL']],
  ['can still be aborted',                    lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], OVER), { abort: ABORT }, ['job STARTED→ABORTED_PENDING']],
])

describe('When it is given up, a job', () => {
  const running = new Set([
    'STARTED',
    'STARTED_ASYNCHRONOUS',
    'STARTED_PARALLEL',
    'STARTED_PARALLEL_ASYNCHRONOUS',
    'STARTED_SUBTASKS',
  ])
  for (const state of STEP_STATES) {
    const ends = !running.has(state)
    it(`with a step that is ${state} ${ends ? 'ends immediately' : 'waits for the end of the step'}`, () => {
      const written = applyChange(lockedJob('STARTED', [{ number: 1, state }]), LIMIT)
      assert.equal(written.job.state, ends ? 'FAILED_TOTAL' : 'STARTED')
      assert.equal(written.job.givenUp, LIMIT.giveUp.reason)
    })
  }
})

describe('The written change', () => {
  it('of a stop has the user, also for the steps that it ends', () => {
    const job = lockedJob('WAITING', [{ number: 1, state: 'WAITING' }])
    const written = applyChange(job, STOP)
    assert.deepEqual(written.job.stop, { user: 'ann' })
    assert.equal(written.steps[0]?.errorMessage, 'stopped by ann while waiting')
  })

  it('of a limit has the reason, for the job and for waiting steps', () => {
    const job = lockedJob('WAITING', [{ number: 1, state: 'WAITING' }])
    const written = applyChange(job, LIMIT)
    assert.deepEqual(moves(written), ['1 WAITING→FAILED_FATAL', 'job WAITING→FAILED_TOTAL'])
    assert.equal(written.steps[0]?.errorMessage, LIMIT.giveUp.reason)
    assert.equal(written.history.at(-1)?.cause, LIMIT.giveUp.reason)
  })

  it('of a limit drops placements', () => {
    const job = lockedJob('READY', [{ number: 1, state: 'READY' }], { placements: [placement(1, false)] })
    assert.deepEqual(applyChange(job, LIMIT).dropped, [1])
  })
})
