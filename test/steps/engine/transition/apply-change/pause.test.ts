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
  ['keeps a job that has not begun waiting',              lockedJob('READY', [{ number: 1, state: 'READY' }]), PAUSE, ['1 READY→WAITING', 'job READY→WAITING']],
  ['ends a job of which nothing is left to run',          lockedJob('READY', []), PAUSE, ['job READY→STARTED', 'job STARTED→FINISHED']],
  ['lets what runs go on',                                lockedJob('STARTED', [{ number: 1, state: 'STARTED_ASYNCHRONOUS' }, { number: 2, state: 'READY' }]), PAUSE, ['2 READY→WAITING']],
  ['keeps what comes next waiting',                       lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'NONE', after: [1] }], PAUSED), { transitions: [{ number: 1, event: 'finished', ...RUN }] }, ['1 STARTED→FINISHED', '2 NONE→READY', '2 READY→WAITING', 'job STARTED→WAITING']],
  ['does not keep a job from ending',                     lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], PAUSED), { transitions: [{ number: 1, event: 'finished', ...RUN }] }, ['1 STARTED→FINISHED', 'job STARTED→FINISHED']],
  ['keeps a try that is due waiting',                     lockedJob('STARTED', [{ number: 1, state: 'FAILED_RETRY' }], PAUSED), { transitions: [{ number: 1, event: 'retry-due' }] }, ['1 FAILED_RETRY→READY', '1 READY→WAITING', 'job STARTED→WAITING']],
  ['keeps what is to be tried again waiting',             lockedJob('STARTED', [{ number: 1, state: 'FAILED_RETRY', toRetry: true }]), PAUSE, ['1 FAILED_RETRY→WAITING', 'job STARTED→WAITING']],
  ['keeps what fails while it lasts waiting',             lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], PAUSED), { transitions: [{ number: 1, event: 'failed-retry', retryAfterMs: 5, ...RUN }] }, ['1 STARTED→FAILED_RETRY', '1 FAILED_RETRY→WAITING', 'job STARTED→WAITING']],
  ['leaves clean-up to its retry',                        lockedJob('STARTED', [{ number: 1, state: 'FAILED_FATAL' }, { ...CLEANUP, state: 'FAILED_RETRY', toRetry: true }]), PAUSE, []],
  ['of a job in HOLD leaves what failed to be asked for', lockedJob('HOLD', [{ number: 1, state: 'FAILED_RETRY' }]), PAUSE, []],
  ['keeps a lost step waiting',                           lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], PAUSED), { transitions: [{ number: 1, event: 'lost', ...RUN }] }, ['1 STARTED→DISAPPEARED', '1 DISAPPEARED→READY', '1 READY→WAITING', 'job STARTED→WAITING']],
  ['keeps waiting what another condition lets go',        lockedJob('WAITING', [{ number: 1, state: 'WAITING' }], PAUSED), { transitions: [{ number: 1, event: 'problem-resolved' }] }, ['1 WAITING→READY', '1 READY→WAITING']],
  ['of a job in HOLD keeps what was asked for waiting',   lockedJob('HOLD', [{ number: 1, state: 'READY' }, { number: 2, state: 'NONE' }]), PAUSE, ['1 READY→WAITING']],
  ['of a job in HOLD leaves what nobody asked for',       lockedJob('HOLD', [{ number: 1, state: 'NONE' }]), PAUSE, []],
  ['of a job that was let go outlasts its HOLD',          lockedJob('HOLD', [{ number: 1, state: 'NONE' }], PAUSED), { releaseHold: true }, ['1 NONE→READY', '1 READY→WAITING', 'job HOLD→READY', 'job READY→WAITING']],
  ['does not keep clean-up waiting',                      lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, CLEANUP], PAUSED), { transitions: [{ number: 1, event: 'failed-fatal', ...RUN }] }, ['1 STARTED→FAILED_FATAL', '9 NONE→READY']],
  ['does not keep an abort waiting',                      lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forPause }, CLEANUP], PAUSED), { abort: ABORT }, ['job WAITING→ABORTED_PENDING', '1 WAITING→FAILED_FATAL', '9 NONE→READY']],
  ['does not keep a limit waiting',                       lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forPause }], PAUSED), { giveUp: 'too late' }, ['1 WAITING→FAILED_FATAL', 'job WAITING→FAILED_TOTAL']],
])

// biome-ignore format: a table
table('A job that is resumed', [
  ['queues again',                                        lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forPause }], PAUSED), RESUME, ['1 WAITING→READY', 'job WAITING→READY']],
  ['waits for its retry as before',                       lockedJob('WAITING', [{ number: 1, state: 'WAITING', toRetry: true, ...forPause }], PAUSED), RESUME, ['1 WAITING→FAILED_RETRY', 'job WAITING→READY']],
  ['waits on for what else it waits for',                 lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forBoth }], PAUSED), RESUME, []],
  ['waits on for what has nothing to do with its pause',  lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forFile }, { number: 2, state: 'WAITING', ...forPause }], PAUSED), RESUME, ['2 WAITING→READY']],
  ['goes on while another step of it runs',               lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, { number: 2, state: 'WAITING', ...forPause }], PAUSED), RESUME, ['2 WAITING→READY']],
  ['stays in HOLD, with what was asked for ready',        lockedJob('HOLD', [{ number: 1, state: 'WAITING', ...forPause }, { number: 2, state: 'NONE' }], PAUSED), RESUME, ['1 WAITING→READY']],
])

describe('What is written of a pause', () => {
  const waiting = lockedJob('WAITING', [{ number: 1, state: 'WAITING', ...forPause }], PAUSED)

  it('is who paused, the condition that nobody looks at, and that a placement is over', () => {
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

  it('is why the job waits, and for whom, when what ran has ended', () => {
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

  it('leaves the time of the next try, and why there is one, as they were', () => {
    const job = lockedJob('STARTED', [{ number: 1, state: 'FAILED_RETRY', toRetry: true }])
    const [paused] = applyChange(job, PAUSE).steps
    assert.deepEqual([paused?.keepsFailure, paused?.attempt], [true, 0])
  })

  it('has the time of the next try, and why there is one, of what fails while it lasts', () => {
    const job = lockedJob('STARTED', [{ number: 1, state: 'STARTED' }], PAUSED)
    const failed = { number: 1, event: 'failed-retry', reason: 'busy', retryAfterMs: 5, ...RUN } as const
    const { steps, history } = applyChange(job, { transitions: [failed], cause: 'busy' })
    const [step] = steps
    assert.deepEqual([step?.keepsFailure, step?.retryAfterMs, step?.errorMessage], [false, 5, 'busy'])
    assert.equal(history.at(-1)?.cause, 'waits for VX-1 to be resumed')
  })

  it('is with its end the problem that has passed', () => {
    const written = applyChange(waiting, RESUME)
    assert.deepEqual([written.job.resumed, written.resolved, written.waits], [true, [1], []])
  })

  it('is nothing that a step waits for when the same change lets it go again', () => {
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
