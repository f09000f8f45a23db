import assert from 'node:assert/strict'
import { STEP_STATES } from '../../../../../schema/states.ts'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import { ABORT, lockedJob, placement } from '../locked-job.ts'
import { CLEANUP, RUN, table, told } from './applied.ts'

const STOP = { stop: { user: 'ann' } }
const LIMIT = { giveUp: 'run time limit of 60 s exceeded', cause: 'run time limit of 60 s exceeded' }
const OVER = { givenUp: 'run time limit of 60 s exceeded' }

// biome-ignore format: a table
table('A request to stop', [
  ['moves nothing while a step runs: the step is to end by itself', lockedJob('STARTED', [{ number: 1, state: 'STARTED_ASYNCHRONOUS' }, { number: 2, state: 'NONE', after: [1] }]), STOP, []],
  ['gives up what waits for a condition',     lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'WAITING', critical: false }]), STOP, ['2 WAITING→FAILED_FATAL']],
  ['gives up what waits for another try',     lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'FAILED_RETRY' }]), STOP, ['2 FAILED_RETRY→FAILED_FATAL']],
  ['ends a job that only waits',              lockedJob('WAITING', [{ number: 1, state: 'WAITING' }]), STOP, ['1 WAITING→FAILED_FATAL', 'job WAITING→FAILED_TOTAL']],
  ['has what it has ended cleaned up',        lockedJob('WAITING', [{ number: 1, state: 'WAITING' }, CLEANUP]), STOP, ['1 WAITING→FAILED_FATAL', '9 NONE→READY', 'job WAITING→READY']],
  ['leaves clean-up that waits for its try',  lockedJob('STARTED', [{ number: 1, state: 'FAILED_FATAL' }, { ...CLEANUP, state: 'FAILED_RETRY' }]), STOP, []],
])

// biome-ignore format: a table
table('A job that is given up', [
  ['ends before it has begun',                lockedJob('READY', [{ number: 1, state: 'READY' }]), LIMIT, ['1 READY→NONE', 'job READY→FAILED_TOTAL']],
  ['is cleaned up first',                     lockedJob('STARTED', [{ number: 1, state: 'FINISHED' }, { number: 2, state: 'READY' }, CLEANUP]), LIMIT, ['2 READY→NONE', '9 NONE→READY']],
  ['goes on while a step still runs',         lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'WAITING' }]), LIMIT, ['2 WAITING→FAILED_FATAL']],
  ['ends with its last step',                 lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], OVER), { transitions: [{ number: 1, event: 'failed-fatal', ...RUN }] }, ['1 STARTED→FAILED_FATAL', 'job STARTED→FAILED_TOTAL']],
  ['ends though its last step has finished',  lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], OVER), { transitions: [{ number: 1, event: 'finished', ...RUN }] }, ['1 STARTED→FINISHED', 'job STARTED→FAILED_TOTAL']],
  ['starts nothing more',                     lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'STARTED' }, { number: 3, state: 'NONE', after: [1] }], OVER), { transitions: [{ number: 1, event: 'finished', ...RUN }] }, ['1 STARTED→FINISHED']],
  ['ends under HOLD',                         lockedJob('HOLD', [{ number: 1, state: 'FAILED_RETRY' }]), LIMIT, ['1 FAILED_RETRY→FAILED_FATAL', 'job HOLD→FAILED_TOTAL']],
  ['can still be aborted',                    lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], OVER), { abort: ABORT }, ['job STARTED→ABORTED_PENDING']],
])

describe('Whatever state its steps are in', () => {
  const running = new Set([
    'STARTED',
    'STARTED_ASYNCHRONOUS',
    'STARTED_PARALLEL',
    'STARTED_PARALLEL_ASYNCHRONOUS',
    'STARTED_SUBTASKS',
  ])
  for (const state of STEP_STATES) {
    const ends = !running.has(state)
    it(`a job with a step that is ${state} is ${ends ? 'FAILED_TOTAL at once' : 'to wait for its end'} when it is given up`, () => {
      const written = applyChange(lockedJob('STARTED', [{ number: 1, state }]), LIMIT)
      assert.equal(written.job.state, ends ? 'FAILED_TOTAL' : 'STARTED')
      assert.equal(written.job.givenUp, LIMIT.giveUp)
    })
  }
})

describe('What is written', () => {
  it('of a stop is who asked for it, also of what it has ended', () => {
    const job = lockedJob('WAITING', [{ number: 1, state: 'WAITING' }])
    const written = applyChange(job, STOP)
    assert.deepEqual(written.job.stop, { user: 'ann' })
    assert.equal(written.steps[0]?.errorMessage, 'stopped by ann while waiting')
  })

  it('of a limit is the reason, for the job and for what waited', () => {
    const job = lockedJob('WAITING', [{ number: 1, state: 'WAITING' }])
    const written = applyChange(job, LIMIT)
    assert.deepEqual(told(written), ['1 WAITING→FAILED_FATAL', 'job WAITING→FAILED_TOTAL'])
    assert.equal(written.steps[0]?.errorMessage, LIMIT.giveUp)
    assert.equal(written.history.at(-1)?.cause, LIMIT.giveUp)
  })

  it('of a limit is that a placement is over', () => {
    const job = lockedJob('READY', [{ number: 1, state: 'READY' }], { placements: [placement(1, false)] })
    assert.deepEqual(applyChange(job, LIMIT).dropped, [1])
  })
})
