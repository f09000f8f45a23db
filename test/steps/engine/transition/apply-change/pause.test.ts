import assert from 'node:assert/strict'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import { ABORT, lockedJob, placement } from '../locked-job.ts'
import { CLEANUP, RUN, table } from './applied.ts'

const PAUSE = { pause: { user: 'ann' } }
const RESUME = { resume: true }
const PAUSED = { paused: { user: 'ann' } }
const forPause = { waitsFor: [{ id: 1, type: 'PAUSED' }] }
const forBoth = {
  waitsFor: [
    { id: 1, type: 'PAUSED' },
    { id: 2, type: 'FILE' },
  ],
}
const forFile = { waitsFor: [{ id: 2, type: 'FILE' }] }

// biome-ignore format: a table
table('A pause', [
  ['makes a job WAITING that has not started',            lockedJob('READY', [{ number: 1, state: 'READY' }]), PAUSE, ['1 READY→WAITING', 'job READY→WAITING']],
  ['ends a job that has no steps left',                   lockedJob('READY', []), PAUSE, ['job READY→STARTED', 'job STARTED→FINISHED']],
  ['lets running steps continue',                         lockedJob('STARTED', [{ number: 1, state: 'STARTED_ASYNCHRONOUS' }, { number: 2, state: 'READY' }]), PAUSE, ['2 READY→WAITING']],
  ['makes the next steps WAITING',                        lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'NONE', after: [1] }], PAUSED), { transitions: [{ number: 1, event: 'finished', ...RUN }] }, ['1 STARTED→FINISHED', '2 NONE→READY', '2 READY→WAITING', 'job STARTED→WAITING']],
  ['does not prevent the end of a job',                   lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], PAUSED), { transitions: [{ number: 1, event: 'finished', ...RUN }] }, ['1 STARTED→FINISHED', 'job STARTED→FINISHED']],
  ['makes a step WAITING whose retry is due',             lockedJob('STARTED', [{ number: 1, state: 'FAILED_RETRY' }], PAUSED), { transitions: [{ number: 1, event: 'retry-due' }] }, ['1 FAILED_RETRY→READY', '1 READY→WAITING', 'job STARTED→WAITING']],
  ['makes a step WAITING that waits for its retry',       lockedJob('STARTED', [{ number: 1, state: 'FAILED_RETRY', toRetry: true }]), PAUSE, ['1 FAILED_RETRY→WAITING', 'job STARTED→WAITING']],
  ['makes a step WAITING that fails meanwhile',           lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], PAUSED), { transitions: [{ number: 1, event: 'failed-retry', retryAfterMs: 5, ...RUN }] }, ['1 STARTED→FAILED_RETRY', '1 FAILED_RETRY→WAITING', 'job STARTED→WAITING']],
  ['does not affect the retry of clean-up',               lockedJob('STARTED', [{ number: 1, state: 'FAILED_FATAL' }, { ...CLEANUP, state: 'FAILED_RETRY', toRetry: true }]), PAUSE, []],
  ['of a job in HOLD does not affect failed steps',       lockedJob('HOLD', [{ number: 1, state: 'FAILED_RETRY' }]), PAUSE, []],
  ['makes a lost step WAITING',                           lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], PAUSED), { transitions: [{ number: 1, event: 'lost', ...RUN }] }, ['1 STARTED→DISAPPEARED', '1 DISAPPEARED→READY', '1 READY→WAITING', 'job STARTED→WAITING']],
  ['keeps a step WAITING whose condition has passed',     lockedJob('WAITING', [{ number: 1, state: 'WAITING' }], PAUSED), { transitions: [{ number: 1, event: 'problem-resolved' }] }, ['1 WAITING→READY', '1 READY→WAITING']],
  ['of a job in HOLD makes requested steps WAITING',      lockedJob('HOLD', [{ number: 1, state: 'READY' }, { number: 2, state: 'NONE' }]), PAUSE, ['1 READY→WAITING']],
  ['of a job in HOLD does not affect other steps',        lockedJob('HOLD', [{ number: 1, state: 'NONE' }]), PAUSE, []],
  ['outlasts the HOLD of a job',                          lockedJob('HOLD', [{ number: 1, state: 'NONE' }], PAUSED), { releaseHold: true }, ['1 NONE→READY', '1 READY→WAITING', 'job HOLD→READY', 'job READY→WAITING']],
  ['does not prevent clean-up',                           lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, CLEANUP], PAUSED), { transitions: [{ number: 1, event: 'failed-fatal', ...RUN }] }, ['1 STARTED→FAILED_FATAL', '9 NONE→READY']],
  ['does not prevent an abort',                           lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forPause }, CLEANUP], PAUSED), { abort: ABORT }, ['job WAITING→ABORTED_PENDING', '1 WAITING→FAILED_FATAL', '9 NONE→READY']],
  ['does not prevent a time limit',                       lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forPause }], PAUSED), { giveUp: { cause: 'run-time-limit', reason: 'too late' } }, ['1 WAITING→FAILED_FATAL', 'job WAITING→FAILED_TOTAL']],
])

// biome-ignore format: a table
table('A resumed job', [
  ['queues again',                                        lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forPause }], PAUSED), RESUME, ['1 WAITING→READY', 'job WAITING→READY']],
  ['waits for its retry as before',                       lockedJob('WAITING', [{ number: 1, state: 'WAITING', toRetry: true, ...forPause }], PAUSED), RESUME, ['1 WAITING→FAILED_RETRY', 'job WAITING→READY']],
  ['still waits for its other conditions',                lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forBoth }], PAUSED), RESUME, []],
  ['still waits for the conditions of other steps',       lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forFile }, { number: 2, state: 'WAITING', ...forPause }], PAUSED), RESUME, ['2 WAITING→READY']],
  ['stays STARTED while another step runs',               lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'WAITING', ...forPause }], PAUSED), RESUME, ['2 WAITING→READY']],
  ['stays in HOLD, with its requested steps ready',       lockedJob('HOLD', [{ number: 1, state: 'WAITING', ...forPause }, { number: 2, state: 'NONE' }], PAUSED), RESUME, ['1 WAITING→READY']],
])

describe('The written change of a pause', () => {
  const waiting = lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forPause }], PAUSED)

  it('has the user, a condition that is never checked, and the dropped placement', () => {
    const job = lockedJob('READY', [{ number: 1, state: 'READY' }], { placements: [placement(1, false)] })
    const written = applyChange(job, PAUSE)
    assert.deepEqual(written.job.pause, { user: 'ann' })
    assert.deepEqual(written.waits, [
      {
        ...{ stepId: 1, type: 'PAUSED', resource: 'VX-1', requirement: 'to be resumed' },
        ...{ words: null, data: { user: 'ann' }, firstCheckS: null },
      },
    ])
    assert.deepEqual(written.dropped, [1])
    assert.equal(written.steps[0]?.errorMessage, 'waits for VX-1 to be resumed')
  })

  it('has the reason for waiting, and the user, when the running step has ended', () => {
    const job = lockedJob(
      'STARTED',
      [
        { number: 1, state: 'STARTED' },
        { number: 2, state: 'NONE', after: [1] },
      ],
      PAUSED,
    )
    const { history, waits } = applyChange(job, { transitions: [{ number: 1, event: 'finished', ...RUN }] })
    assert.deepEqual(
      [history.at(-1)?.event, history.at(-1)?.cause, waits[0]?.data],
      ['problem-raised', 'waits for VX-1 to be resumed', { user: 'ann' }],
    )
  })

  it('keeps the time and the reason of the retry', () => {
    const job = lockedJob('STARTED', [{ number: 1, state: 'FAILED_RETRY', toRetry: true }])
    const [paused] = applyChange(job, PAUSE).steps
    assert.deepEqual([paused?.keepsFailure, paused?.attempt], [true, 0])
  })

  it('has the time and the reason of the retry of a step that fails meanwhile', () => {
    const job = lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], PAUSED)
    const failed = { number: 1, event: 'failed-retry', reason: 'busy', retryAfterMs: 5, ...RUN } as const
    const { steps, history } = applyChange(job, { transitions: [failed], cause: 'busy' })
    const [step] = steps
    assert.deepEqual([step?.keepsFailure, step?.retryAfterMs, step?.errorMessage], [false, 5, 'busy'])
    assert.equal(history.at(-1)?.cause, 'waits for VX-1 to be resumed')
  })

  it('has the resolved problem when the job is resumed', () => {
    const written = applyChange(waiting, RESUME)
    assert.deepEqual([written.job.resumed, written.resolved, written.waits], [true, [1], []])
  })

  it('has only the condition of a step that waits for another one', () => {
    const job = lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], {
      ...PAUSED,
      placements: [placement(1)],
    })
    const condition = { type: 'FILE', resource: 'file:///a', requirement: 'to exist' }
    const written = applyChange(job, {
      transitions: [{ number: 1, event: 'must-wait', condition, ...RUN }],
      dropped: [1],
    })
    assert.deepEqual(
      written.waits.map(({ type, firstCheckS }) => [type, firstCheckS]),
      [['FILE', 2]],
    )
  })
})
