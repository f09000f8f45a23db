import assert from 'node:assert/strict'
import { fatal, finished, retry, waitFor } from '../../../../steps/engine/declare/step.ts'
import { abortedBy, backoffMs, ending, stopping } from '../../../../steps/engine/transition/ending.ts'
import { ABORT, type GivenJob, type GivenStep, lockedJob } from './locked-job.ts'

const RUN = { number: 1, run: 42, nodeId: 7 }
const BACKOFF = { firstMs: 120_000, jitter: 0.5 }

function given(step: Partial<GivenStep> = {}, more: GivenJob = {}) {
  const job = lockedJob('STARTED', [{ number: 1, state: 'STARTED_ASYNCHRONOUS', ...step }], more)
  const [locked] = job.steps
  assert.ok(locked)
  return { job, step: locked }
}

describe('An attempt that returns', () => {
  const { job, step } = given()
  const end = (outcome: Parameters<typeof ending>[3]) => ending(job, step, RUN, outcome, BACKOFF)

  it('finished is FINISHED', () => {
    assert.deepEqual(end(finished()), { transitions: [{ ...RUN, event: 'finished' }], dropped: [42] })
  })

  it('finished with a result and metadata stores both', () => {
    const change = end(finished({ size: 5 }, { key: 'value' }))
    assert.deepEqual(change, {
      transitions: [{ ...RUN, event: 'finished', result: { size: 5 } }],
      dropped: [42],
      metadata: { key: 'value' },
    })
  })

  it('finished with a null result stores it', () =>
    assert.deepEqual(end(finished(null)).transitions?.[0]?.result, null))

  it('fatal is FAILED_FATAL', () => {
    const move = { ...RUN, event: 'failed-fatal', reason: 'corrupt' }
    assert.deepEqual(end(fatal('corrupt')), {
      transitions: [move],
      dropped: [42],
      cause: 'corrupt',
      says: { level: 'error', text: 'Attempt 0 of step 1 failed for good: corrupt' },
    })
  })

  it('retry is FAILED_RETRY, and due after the backoff', () => {
    const move = { ...RUN, event: 'failed-retry', reason: 'busy', retryAfterMs: 120_000 }
    assert.deepEqual(end(retry('busy')), {
      transitions: [move],
      dropped: [42],
      cause: 'busy',
      says: { level: 'warning', text: 'Attempt 0 of step 1 failed and can be retried: busy' },
    })
  })
})

describe('A step that returns retry', () => {
  const AGAIN = 'failed-retry'
  const OVER = 'failed-fatal'
  // biome-ignore format: a table
  for (const [what, step, job, event, retryAfterMs] of [
    ['is retried after the first of six tries',              { attempt: 0 }, {}, AGAIN, 120_000],
    ['is retried after the fifth of six tries',              { attempt: 4 }, {}, AGAIN, 1_920_000],
    ['fails after the sixth of six tries',                   { attempt: 5 }, {}, OVER, undefined],
    ['fails if it has a single try',                         { tries: 1 }, {}, OVER, undefined],
    ['fails if the job is being aborted',                    {}, { abort: ABORT }, OVER, undefined],
    ['is retried if it cleans up, even after an abort',      { cleanup: true }, { abort: ABORT }, AGAIN, 5_000],
    ['fails if its clean-up was given up',                   { cleanup: true }, { cleanupGivenUp: 'too long' }, OVER, undefined],
    ['is retried after the delay of the job if it cleans up', { cleanup: true, backoff: 1 }, {}, AGAIN, 1_000],
    ['fails after its last try even if it cleans up',        { cleanup: true, attempt: 5 }, { abort: ABORT }, OVER, undefined],
    ['waits for a request in HOLD',                          {}, { held: true }, AGAIN, undefined],
    ['fails in HOLD after the sixth of six tries',           { attempt: 5 }, { held: true }, OVER, undefined],
    ['is retried in HOLD without a request if it cleans up', { cleanup: true }, { held: true }, AGAIN, 5_000],
    ['fails if the job was stopped',                         {}, { stop: { user: 'ann' } }, OVER, undefined],
    ['is retried if it cleans up, even after a stop',        { cleanup: true }, { stop: { user: 'ann' } }, AGAIN, 5_000],
  ] as const) {
    it(what, () => {
      const { job: locked, step: running } = given(step, job)
      const [move] = ending(locked, running, RUN, retry('busy'), BACKOFF).transitions ?? []
      assert.deepEqual([move?.event, move?.retryAfterMs], [event, retryAfterMs])
    })
  }
})

describe('A step that returns waitFor', () => {
  const condition = { type: 'FILE', resource: 'file:///a.mov', requirement: 'to exist' }
  // biome-ignore format: a table
  for (const [what, step, job, event] of [
    ['waits',                                                {}, {}, 'must-wait'],
    ['fails if the job was stopped',                         {}, { stop: { user: 'ann' } }, 'failed-fatal'],
    ['fails if its clean-up was given up',                   { cleanup: true }, { cleanupGivenUp: 'too long' }, 'failed-fatal'],
    ['waits if it cleans up, even after a stop',             { cleanup: true }, { stop: { user: 'ann' } }, 'must-wait'],
  ] as const) {
    it(what, () => {
      const { job: locked, step: running } = given(step, job)
      const { transitions = [], cause } = ending(locked, running, RUN, waitFor(condition), BACKOFF)
      assert.deepEqual([transitions[0]?.event, cause], [event, 'waits for file:///a.mov to exist'])
    })
  }
})

describe('The delay before a retry', () => {
  // biome-ignore format: a table
  for (const [attempt, jitter, ms] of [
    [0,   0.5, 120_000],
    [1,   0.5, 240_000],
    [4,   0.5, 1_920_000],
    [0,   0,   108_000],
    [0,   1,   132_000],
    [20,  0.5, 86_400_000],
    [5_000, 0, 77_760_000],
  ] as const) {
    it(`is ${ms / 60_000} min after attempt ${attempt} with jitter ${jitter}`, () => assert.equal(backoffMs(attempt, { firstMs: 120_000, jitter }), ms))
  }

  it('is always zero if the first delay is zero', () =>
    assert.equal(backoffMs(5_000, { firstMs: 0, jitter: 0.5 }), 0))
})

describe('An attempt that was stopped', () => {
  const reason = 'aborted by admin: no longer wanted'
  const lost = { event: 'lost', orderly: true }
  // biome-ignore format: a table
  for (const [what, stopped, step, job, expected] of [
    ['by an abort is FAILED_FATAL',                               'aborted',      {}, { abort: ABORT }, { event: 'failed-fatal', reason }],
    ['with its node runs again without a loss',                   'node stopped', {}, {}, { ...lost, reason: 'node stopped' }],
    ['because its placement was lost runs again',                 'placement lost',   {}, {}, { event: 'lost', orderly: false, reason: 'placement lost' }],
    ['with its node during an abort is FAILED_FATAL',             'node stopped', {}, { abort: ABORT }, { event: 'failed-fatal', reason }],
    ['with its node runs again if it cleans up after an abort',   'node stopped', { cleanup: true }, { abort: ABORT }, { ...lost, reason: 'node stopped' }],
    ['is FAILED_FATAL if its clean-up was given up',              'job failed',   { cleanup: true }, { cleanupGivenUp: 'too long' }, { event: 'failed-fatal', reason: 'too long' }],
    ['by an abort runs again if it cleans up',                    'aborted',      { cleanup: true }, { abort: ABORT }, { ...lost, reason: 'aborted' }],
  ] as const) {
    it(what, () => {
      const { job: locked, step: running } = given(step, job)
      const says = { level: 'info', text: `Attempt 0 of step 1 was stopped: ${stopped}` }
      assert.deepEqual(stopping(locked, running, RUN, stopped), { transitions: [{ ...RUN, ...expected }], dropped: [42], says })
    })
  }

  for (const [user, why, text] of [
    ['admin', 'no longer wanted', 'aborted by admin: no longer wanted'],
    ['admin', null, 'aborted by admin'],
    [null, 'no longer wanted', 'aborted: no longer wanted'],
    [null, null, 'aborted'],
  ] as const) {
    it(`has the reason “${text}”`, () => {
      assert.equal(abortedBy(given({}, { abort: { cleanup: true, user, reason: why } }).job), text)
    })
  }
})
