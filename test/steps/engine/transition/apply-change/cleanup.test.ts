import assert from 'node:assert/strict'
import type { LockedJob } from '../../../../../schema/queries/transition/lock-job.ts'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import { abortedAgain } from '../../../../../steps/engine/transition/cleanup.ts'
import type { Change } from '../../../../../steps/engine/transition/requested-change.ts'
import { ABORT, type GivenStep, lockedJob, placement } from '../locked-job.ts'
import { CLEANUP, moves, RUN, table } from './applied.ts'

const OWN: GivenStep = { number: 1, state: 'FAILED_FATAL' }
const LATE = { giveUpCleanup: 'clean-up time limit of 300 s exceeded' }
const OVER = { cleanupGivenUp: 'clean-up time limit of 300 s exceeded' }
const cleaning = (state: GivenStep['state']): readonly GivenStep[] => [OWN, { ...CLEANUP, state }]
const NEXT: GivenStep = { ...CLEANUP, number: 10, after: [9] }

// biome-ignore format: a table
table('Clean-up that is given up', [
  ['fails if it waits',                                   lockedJob('WAITING', cleaning('WAITING')), LATE, ['9 WAITING→FAILED_FATAL', 'job WAITING→FAILED_TOTAL']],
  ['fails if it waits for its retry',                     lockedJob('STARTED', cleaning('FAILED_RETRY')), LATE, ['9 FAILED_RETRY→FAILED_FATAL', 'job STARTED→FAILED_TOTAL']],
  ['is withdrawn if it is ready',                         lockedJob('STARTED', cleaning('READY')), LATE, ['9 READY→NONE', 'job STARTED→FAILED_TOTAL']],
  ['is left to end if it runs',                           lockedJob('STARTED', cleaning('STARTED_ASYNCHRONOUS')), LATE, []],
  ['ends the job when its run ends',                      lockedJob('STARTED', cleaning('STARTED'), OVER), { transitions: [{ number: 9, event: 'failed-fatal', ...RUN }] }, ['9 STARTED→FAILED_FATAL', 'job STARTED→FAILED_TOTAL']],
  ['ends the job even if its run finishes',               lockedJob('STARTED', [...cleaning('STARTED'), NEXT], OVER), { transitions: [{ number: 9, event: 'finished', ...RUN }] }, ['9 STARTED→FINISHED', 'job STARTED→FAILED_TOTAL']],
  ['does not run again when its node is lost',            lockedJob('STARTED', cleaning('STARTED'), OVER), { transitions: [{ number: 9, event: 'lost', ...RUN }] }, ['9 STARTED→DISAPPEARED', '9 DISAPPEARED→FAILED_FATAL', 'job STARTED→FAILED_TOTAL']],
  ['makes an aborted job ABORTED',                        lockedJob('ABORTED_PENDING', cleaning('WAITING'), { abort: ABORT }), LATE, ['9 WAITING→FAILED_FATAL', 'job ABORTED_PENDING→ABORTED']],
])

// biome-ignore format: a table
table('Clean-up of a job that never started, is given up, and is then aborted without clean-up', [
  ['ends when its node is lost',                          lockedJob('ABORTED_PENDING', [{ number: 1, state: 'NONE' }, { ...CLEANUP, state: 'STARTED' }], { started: false, givenUp: 'its time was over', abort: { ...ABORT, cleanup: false } }),
    { transitions: [{ number: 9, event: 'lost', ...RUN }] }, ['9 STARTED→DISAPPEARED', '9 DISAPPEARED→READY', '9 READY→NONE', 'job ABORTED_PENDING→ABORTED']],
])

describe('An abort of a job that is being aborted', () => {
  const again = (steps: readonly GivenStep[], more = {}) =>
    abortedAgain(lockedJob('ABORTED_PENDING', steps, { abort: ABORT, ...more }), {
      user: 'bob',
      reason: null,
    })

  for (const state of ['STARTED', 'STARTED_ASYNCHRONOUS', 'WAITING', 'FAILED_RETRY', 'FINISHED'] as const)
    it(`ends a clean-up of which a step is ${state}`, () =>
      assert.equal(again([...cleaning(state), NEXT])?.giveUpCleanup, 'clean-up ended by bob'))

  for (const state of ['NONE', 'READY'] as const)
    it(`changes nothing while the first clean-up step is ${state}`, () =>
      assert.equal(again(cleaning(state)), undefined))

  it('changes nothing if the clean-up was given up before', () =>
    assert.equal(again(cleaning('STARTED'), OVER), undefined))
})

describe('The time limit of clean-up', () => {
  const ended = lockedJob('STARTED', cleaning('STARTED'), { placements: [placement(9)] })
  // biome-ignore format: a table
  const ROWS: readonly (readonly [string, LockedJob, Change, number | null, boolean])[] = [
    ['does not begin while it is ready',               lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, CLEANUP]), { transitions: [{ number: 1, event: 'failed-fatal', ...RUN }] }, null, false],
    ['begins when it starts',                          lockedJob('STARTED', cleaning('READY')), { transitions: [{ number: 9, event: 'started-asynchronously', ...RUN }] }, 300, false],
    ['begins when it has to wait for a node',          lockedJob('STARTED', cleaning('READY')), { transitions: [{ number: 9, event: 'must-wait', condition: { type: 'NODE', resource: 'a node', requirement: 'to be here' } }] }, 300, false],
    ['restarts when its node is lost',                 ended, { transitions: [{ number: 9, event: 'lost', ...RUN }] }, null, true],
    ['does not begin with another step',               lockedJob('READY', [{ number: 1, state: 'READY' }, CLEANUP]), { transitions: [{ number: 1, event: 'started', ...RUN }] }, null, false],
  ]
  for (const [what, job, change, withinS, anew] of ROWS)
    it(what, () => {
      const { cleanupGivenUp, cleanupWithinS, cleanupAnew } = applyChange(job, change).job
      assert.deepEqual([cleanupGivenUp, cleanupWithinS, cleanupAnew], [null, withinS, anew])
    })
})

it('The reason for giving up clean-up is recorded for the job and the remaining steps', () => {
  const written = applyChange(lockedJob('STARTED', cleaning('WAITING')), LATE)
  assert.deepEqual(moves(written).length, 2)
  assert.equal(written.steps[0]?.errorMessage, LATE.giveUpCleanup)
  assert.equal(written.job.cleanupGivenUp, LATE.giveUpCleanup)
  assert.deepEqual(
    [written.history[0]?.event, written.history[0]?.cause],
    ['cleanup-given-up', LATE.giveUpCleanup],
  )
})
