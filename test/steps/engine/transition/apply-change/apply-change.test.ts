import assert from 'node:assert/strict'
import { applyChange } from '../../../../../steps/engine/transition/apply-change.ts'
import { ImpossibleTransition } from '../../../../../steps/engine/transition/job-draft.ts'
import { lockedJob, placement } from '../locked-job.ts'
import { CLEANUP, RUN } from './applied.ts'

describe('The written change', () => {
  it('has no steps if none has changed', () => {
    const job = lockedJob('STARTED', [{ number: 1, state: 'STARTED' }])
    const written = applyChange(job, { metadata: { key: 'value' } })
    assert.deepEqual(written, {
      jobId: 1,
      job: {
        ...{ was: 'STARTED', state: 'STARTED', final: false, started: false, released: false, abort: null },
        ...{ cleanupGivenUp: null, cleanupWithinS: null, cleanupAnew: false },
        ...{ pause: null, resumed: false, stop: null, givenUp: null, failureCause: null },
      },
      ...{
        steps: [],
        attempts: [],
        log: [],
        waits: [],
        resolved: [],
        dropped: [],
        fetched: [],
        metadata: { key: 'value' },
        history: [],
      },
    })
  })

  it('has a step that ends in its old state, because its losses have increased', () => {
    const transitions = [
      { number: 1, event: 'started', run: 1 },
      { number: 1, event: 'lost', run: 1 },
    ] as const
    const written = applyChange(lockedJob('READY', [{ number: 1, state: 'READY' }]), { transitions })
    assert.deepEqual(
      written.steps.map(({ was, state, losses }) => [was, state, losses]),
      [['READY', 'READY', 1]],
    )
  })

  it('has the start of a run, with its node', () => {
    const job = lockedJob('READY', [{ number: 1, state: 'READY', attempt: 3 }])
    const written = applyChange(job, {
      transitions: [{ number: 1, event: 'started-asynchronously', ...RUN }],
      fetched: [1],
    })
    assert.deepEqual(written.attempts, [
      { id: 1, stepId: 1, attempt: 3, state: 'STARTED_ASYNCHRONOUS', nodeId: 7, errorMessage: null },
    ])
    assert.deepEqual(written.fetched, [1])
    assert.equal(written.job.started, true)
  })

  it('has a new result, and keeps an old one', () => {
    const job = lockedJob('STARTED', [
      { number: 1, state: 'STARTED' },
      { number: 2, state: 'STARTED', result: 'old' },
    ])
    const transitions = [
      { number: 1, event: 'finished', result: { size: 5 } },
      { number: 2, event: 'finished' },
    ] as const
    assert.deepEqual(
      applyChange(job, { transitions }).steps.map(({ result }) => result),
      [{ size: 5 }, 'old'],
    )
  })

  it('has the reason of a failure, and the delay before the retry', () => {
    const job = lockedJob('STARTED', [{ number: 1, state: 'STARTED' }])
    const written = applyChange(job, {
      transitions: [{ number: 1, event: 'failed-retry', ...RUN, reason: 'busy', retryAfterMs: 120_000 }],
    })
    assert.deepEqual(
      written.steps.map(({ errorMessage, retryAfterMs }) => [errorMessage, retryAfterMs]),
      [['busy', 120_000]],
    )
    assert.equal(written.attempts[0]?.errorMessage, 'busy')
  })

  it('has the next attempt when it is due, without the reason of the last failure', () => {
    const written = applyChange(lockedJob('STARTED', [{ number: 1, state: 'FAILED_RETRY', attempt: 4 }]), {
      transitions: [{ number: 1, event: 'retry-due' }],
    })
    assert.deepEqual(
      written.steps.map(({ state, attempt, errorMessage }) => [state, attempt, errorMessage]),
      [['READY', 5, null]],
    )
  })

  it('drops every placement when the job has ended', () => {
    const job = lockedJob('STARTED', [{ number: 1, state: 'STARTED' }, CLEANUP], {
      placements: [placement(1), placement(9)],
    })
    assert.deepEqual(
      applyChange(job, { transitions: [{ number: 1, event: 'finished', ...RUN }], dropped: [1] }).dropped,
      [1, 9],
    )
  })
})

describe('An impossible change is refused:', () => {
  const job = lockedJob('STARTED', [
    { number: 1, state: 'FINISHED' },
    { number: 2, state: 'NONE', after: [3] },
    { number: 3, state: 'STARTED' },
  ])
  for (const [what, change, message] of [
    [
      'an end of a step that has ended',
      { transitions: [{ number: 1, event: 'finished' }] },
      /finished cannot happen to step 1: FINISHED/,
    ],
    [
      'a start of a step that is not ready',
      { transitions: [{ number: 2, event: 'started' }] },
      /started cannot happen to step 2: NONE/,
    ],
    [
      'a second start',
      { transitions: [{ number: 3, event: 'started' }] },
      /started cannot happen to step 3: STARTED/,
    ],
    [
      'a start of a step that the job does not have',
      { transitions: [{ number: 4, event: 'started' }] },
      /started cannot happen to step 4/,
    ],
  ] as const) {
    it(what, () => {
      assert.throws(
        () => applyChange(job, change),
        (error) => error instanceof ImpossibleTransition && message.test(error.message),
      )
    })
  }

  it('a change of a job in a state that the engine does not use', () => {
    const job = lockedJob('VIDINET_JOB', [{ number: 1, state: 'READY' }])
    assert.throws(
      () => applyChange(job, { transitions: [{ number: 1, event: 'started' }] }),
      /a job that is VIDINET_JOB cannot become STARTED/,
    )
  })
})
