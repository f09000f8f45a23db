import assert from 'node:assert/strict'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import { ABORT, lockedJob, placement } from '../locked-job.ts'
import { CLEANUP, moves, RUN } from './applied.ts'

describe('An abort', () => {
  for (const state of ['READY', 'STARTED', 'WAITING', 'HOLD'] as const) {
    for (const cleanup of [true, false]) {
      it(`of a ${state} job with a running step makes it ABORTED_PENDING, with cleanup=${cleanup}`, () => {
        const job = lockedJob(state, [
          { number: 1, state: 'STARTED_ASYNCHRONOUS' },
          { number: 2, state: 'NONE' },
          CLEANUP,
        ])
        assert.deepEqual(moves(applyChange(job, { abort: { ...ABORT, cleanup } })), [
          `job ${state}→ABORTED_PENDING`,
        ])
      })
    }
  }

  for (const state of ['READY', 'HOLD'] as const) {
    const step = { number: 1, state: state === 'READY' ? 'READY' : 'NONE' } as const
    const withdrawn = state === 'READY' ? ['1 READY→NONE'] : []
    const pending = `job ${state}→ABORTED_PENDING`
    it(`of a ${state} job that never started starts its clean-up`, () => {
      assert.deepEqual(moves(applyChange(lockedJob(state, [step, CLEANUP]), { abort: ABORT })), [
        pending,
        ...withdrawn,
        '9 NONE→READY',
      ])
    })

    it(`of a ${state} job that never started ends it immediately without clean-up`, () => {
      const history = [pending, ...withdrawn, 'job ABORTED_PENDING→ABORTED']
      assert.deepEqual(
        moves(applyChange(lockedJob(state, [step, CLEANUP]), { abort: { ...ABORT, cleanup: false } })),
        history,
      )
      assert.deepEqual(moves(applyChange(lockedJob(state, [step]), { abort: ABORT })), history)
    })
  }

  for (const [what, job] of [
    [
      'between two steps',
      lockedJob('STARTED', [{ number: 1, state: 'FINISHED' }, { number: 2, state: 'READY' }, CLEANUP]),
    ],
    ['whose step was stopped with its node', lockedJob('STARTED', [{ number: 2, state: 'READY' }, CLEANUP])],
    ['whose step lost its node', lockedJob('HOLD', [{ number: 2, state: 'READY', losses: 1 }, CLEANUP])],
  ] as const) {
    it(`without clean-up still cleans up a job ${what}, because it has started`, () => {
      const history = [`job ${job.state}→ABORTED_PENDING`, '2 READY→NONE', '9 NONE→READY']
      assert.deepEqual(moves(applyChange(job, { abort: { ...ABORT, cleanup: false } })), history)
    })
  }

  it('without clean-up withdraws the clean-up of a job that was given up before it had started', () => {
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
    assert.deepEqual(moves(written), [
      'job READY→ABORTED_PENDING',
      '9 READY→NONE',
      'job ABORTED_PENDING→ABORTED',
    ])
    assert.deepEqual(written.dropped, [9])
  })

  it('gives up steps that wait for a condition or a retry', () => {
    const job = lockedJob('WAITING', [
      { number: 1, state: 'WAITING' },
      { number: 2, state: 'FAILED_RETRY' },
    ])
    const written = applyChange(job, { abort: ABORT, user: 'admin', cause: 'aborted by admin' })
    assert.deepEqual(moves(written).slice(1, 3), ['1 WAITING→FAILED_FATAL', '2 FAILED_RETRY→FAILED_FATAL'])
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
      ...{ pause: null, resumed: false, stop: null, givenUp: null, failureCause: 'aborted' },
      ...{ cleanupGivenUp: null, cleanupWithinS: null, cleanupAnew: false },
    })
    assert.ok(written.history.every(({ user }) => user === 'admin'))
  })

  it('makes clean-up steps ready when the last step has stopped', () => {
    const job = lockedJob('ABORTED_PENDING', [{ number: 1, state: 'STARTED' }, CLEANUP], { abort: ABORT })
    assert.deepEqual(moves(applyChange(job, { transitions: [{ number: 1, event: 'failed-fatal' }] })), [
      '1 STARTED→FAILED_FATAL',
      '9 NONE→READY',
    ])
  })

  it('gives up a step that lost its node, with the reason', () => {
    const job = lockedJob('ABORTED_PENDING', [{ number: 1, state: 'STARTED' }], { abort: ABORT })
    const written = applyChange(job, {
      transitions: [{ number: 1, event: 'lost', ...RUN, reason: 'its node is gone' }],
    })
    assert.deepEqual(moves(written), [
      '1 STARTED→DISAPPEARED',
      '1 DISAPPEARED→FAILED_FATAL',
      'job ABORTED_PENDING→ABORTED',
    ])
    assert.equal(written.steps[0]?.errorMessage, 'its node is gone')
    assert.equal(written.attempts[0]?.state, 'FAILED_FATAL')
  })
})
