import assert from 'node:assert/strict'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import { ABORT, lockedJob, placement } from '../locked-job.ts'
import { CLEANUP, RUN, told } from './applied.ts'

describe('An abort', () => {
  for (const state of ['READY', 'STARTED', 'WAITING', 'HOLD'] as const) {
    for (const cleanup of [true, false]) {
      it(`of a ${state} job whose step runs is requested, with cleanup=${cleanup}`, () => {
        const job = lockedJob(state, [
          { number: 1, state: 'STARTED_ASYNCHRONOUS' },
          { number: 2, state: 'NONE' },
          CLEANUP,
        ])
        assert.deepEqual(told(applyChange(job, { abort: { ...ABORT, cleanup } })), [
          `job ${state}→ABORTED_PENDING`,
        ])
      })
    }
  }

  for (const state of ['READY', 'HOLD'] as const) {
    const step = { number: 1, state: state === 'READY' ? 'READY' : 'NONE' } as const
    const withdrawn = state === 'READY' ? ['1 READY→NONE'] : []
    const pending = `job ${state}→ABORTED_PENDING`
    it(`of a ${state} job that never started has it cleaned up`, () => {
      assert.deepEqual(told(applyChange(lockedJob(state, [step, CLEANUP]), { abort: ABORT })), [
        pending,
        ...withdrawn,
        '9 NONE→READY',
      ])
    })

    it(`of a ${state} job that never started is done at once without clean-up`, () => {
      const history = [pending, ...withdrawn, 'job ABORTED_PENDING→ABORTED']
      assert.deepEqual(
        told(applyChange(lockedJob(state, [step, CLEANUP]), { abort: { ...ABORT, cleanup: false } })),
        history,
      )
      assert.deepEqual(told(applyChange(lockedJob(state, [step]), { abort: ABORT })), history)
    })
  }

  for (const [what, job] of [
    [
      'between two steps',
      lockedJob('STARTED', [{ number: 1, state: 'FINISHED' }, { number: 2, state: 'READY' }, CLEANUP]),
    ],
    ['whose step was stopped with its node', lockedJob('STARTED', [{ number: 2, state: 'READY' }, CLEANUP])],
    ['whose step lost its worker', lockedJob('HOLD', [{ number: 2, state: 'READY', losses: 1 }, CLEANUP])],
  ] as const) {
    it(`without clean-up of a job ${what} cleans up all the same, for it has started`, () => {
      const history = [`job ${job.state}→ABORTED_PENDING`, '2 READY→NONE', '9 NONE→READY']
      assert.deepEqual(told(applyChange(job, { abort: { ...ABORT, cleanup: false } })), history)
    })
  }

  it('without clean-up takes back the clean-up of a job that was given up before it had started', () => {
    const job = lockedJob(
      'READY',
      [
        { number: 1, state: 'NONE' },
        { ...CLEANUP, state: 'READY' },
      ],
      {
        givenUp: 'not started within its queue time limit of 60 s',
        placements: [placement(9, false)],
      },
    )
    const written = applyChange(job, { abort: { ...ABORT, cleanup: false } })
    assert.deepEqual(told(written), [
      'job READY→ABORTED_PENDING',
      '9 READY→NONE',
      'job ABORTED_PENDING→ABORTED',
    ])
    assert.deepEqual(written.dropped, [9])
  })

  it('gives up what waits for a condition or for its next try', () => {
    const job = lockedJob('WAITING', [
      { number: 1, state: 'WAITING' },
      { number: 2, state: 'FAILED_RETRY' },
    ])
    const written = applyChange(job, { abort: ABORT, user: 'admin', cause: 'aborted by admin' })
    assert.deepEqual(told(written).slice(1, 3), ['1 WAITING→FAILED_FATAL', '2 FAILED_RETRY→FAILED_FATAL'])
    assert.deepEqual(
      written.steps.map(({ errorMessage }) => errorMessage),
      ['aborted by admin', 'aborted by admin'],
    )
    assert.deepEqual(written.job, {
      was: 'WAITING',
      state: 'ABORTED',
      final: true,
      started: false,
      released: false,
      abort: ABORT,
      ...{ pause: null, resumed: false, stop: null, givenUp: null },
      ...{ cleanupGivenUp: null, cleanupWithinS: null, cleanupAnew: false },
    })
    assert.ok(written.history.every(({ user }) => user === 'admin'))
  })

  it('lets clean-up steps begin when the last step has stopped', () => {
    const job = lockedJob('ABORTED_PENDING', [{ number: 1, state: 'STARTED' }, CLEANUP], { abort: ABORT })
    assert.deepEqual(told(applyChange(job, { transitions: [{ number: 1, event: 'failed-fatal' }] })), [
      '1 STARTED→FAILED_FATAL',
      '9 NONE→READY',
    ])
  })

  it('gives up a step that lost its worker, and says so', () => {
    const job = lockedJob('ABORTED_PENDING', [{ number: 1, state: 'STARTED' }], { abort: ABORT })
    const written = applyChange(job, {
      transitions: [{ number: 1, event: 'lost', ...RUN, reason: 'its node is gone' }],
    })
    assert.deepEqual(told(written), [
      '1 STARTED→DISAPPEARED',
      '1 DISAPPEARED→FAILED_FATAL',
      'job ABORTED_PENDING→ABORTED',
    ])
    assert.equal(written.steps[0]?.errorMessage, 'its node is gone')
    assert.equal(written.attempts[0]?.state, 'FAILED_FATAL')
  })
})
