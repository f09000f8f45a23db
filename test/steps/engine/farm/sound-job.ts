/** The invariants of every job between two changes, written independently of the engine. */
import assert from 'node:assert/strict'
import type { LockedJob, LockedStep } from '../../../../schema/queries/transition/lock-job.ts'
import { isFinal, isRunning, type StepState } from '../../../../schema/states.ts'
import type { Model } from './model.ts'

/** Asserts all of them. */
export function holds({ job, due }: Model): void {
  stepsAreSound(job)
  pausesAreSound(job)
  if (isFinal(job.state)) hasEnded(job, isDoomed(job))
  else goesOn(job, due)
}

function stepsAreSound(job: LockedJob): void {
  for (const step of job.steps) {
    const { number, state, losses, attempt, tries, cleanup } = step
    assert.ok(
      state !== 'DISAPPEARED' && losses <= 5 && attempt < tries,
      `step ${number} stays DISAPPEARED, or has too many attempts`,
    )
    if (state === 'READY') assert.ok(mayBeReady(job, step), `step ${number} is ready too early`)
    const rests = state !== 'READY' && state !== 'WAITING' && state !== 'FAILED_RETRY'
    if (cleanup)
      assert.ok(job.cleanupGivenUp === null || rests, `step ${number} runs after its clean-up was given up`)
    if (cleanup) assert.ok(isDoomed(job) || state === 'NONE', `step ${number} cleans up a job that continues`)
  }
  const cleaning = job.steps.some(({ cleanup, state }) => cleanup && state !== 'NONE')
  assert.ok(!cleaning || own(job).every(({ state }) => !isRunning(state)), 'a step runs during the clean-up')
  for (const { stepId } of job.placements) {
    const step = job.steps.find(({ id }) => id === stepId)
    assert.ok(
      step && (step.state === 'READY' || isRunning(step.state)),
      `step ${stepId} is neither ready nor running, but holds a slot`,
    )
  }
}

/** In a job that is not paused, no step waits for a resume; in a paused job, only clean-up is ready. */
function pausesAreSound(job: LockedJob): void {
  for (const { number, state, cleanup, waitsFor } of job.steps) {
    assert.ok(state === 'WAITING' || waitsFor.length === 0, `step ${number} is ${state} and waits`)
    if (!job.paused)
      assert.ok(
        !waitsFor.some(({ type }) => type === 'PAUSED'),
        `step ${number} waits for a resume of a job that is not paused`,
      )
    if (job.paused && state === 'READY') assert.ok(cleanup, `step ${number} of a paused job is ready`)
    if (job.paused && state === 'FAILED_RETRY')
      assert.ok(cleanup || job.held, `step ${number} of a paused job is about to be retried`)
  }
}

/** A job that has ended runs nothing, and its state follows from its steps. */
function hasEnded(job: LockedJob, doomed: boolean): void {
  for (const { number, state } of job.steps) {
    assert.ok(
      state === 'NONE' || state === 'FINISHED' || state === 'FAILED_FATAL',
      `step ${number} of a job that has ended is ${state}`,
    )
  }
  assert.deepEqual(job.placements, [])
  const failed = own(job).some(({ state }) => state === 'FAILED_FATAL')
  assert.equal(
    job.state,
    job.abort ? 'ABORTED' : doomed ? 'FAILED_TOTAL' : failed ? 'FINISHED_WARNING' : 'FINISHED',
  )
}

/** A job that has not ended can continue, and its state follows from its steps. */
function goesOn(job: LockedJob, due: ReadonlySet<number>): void {
  const { state: is, steps, abort, held } = job
  const some = (state: StepState) => steps.some((step) => step.state === state)
  const running = steps.some(({ state }) => isRunning(state))
  const retried = steps.some(({ number, state }) => state === 'FAILED_RETRY' && due.has(number))
  const asked = is === 'HOLD' && !isDoomed(job)
  assert.ok(running || some('WAITING') || some('READY') || retried || asked, 'the job is stuck')
  assert.ok(
    isDoomed(job) || own(job).some(({ state }) => state !== 'FINISHED' && state !== 'FAILED_FATAL'),
    'the job should have ended',
  )
  assert.equal(is === 'ABORTED_PENDING', abort !== null)
  if (abort) return
  assert.equal(is === 'HOLD', held)
  if (held) return
  // Clean-up does not start a job that has never started.
  if (running && job.started) assert.equal(is, 'STARTED')
  if (!job.started) assert.notEqual(is, 'STARTED')
  assert.equal(is === 'WAITING', !running && some('WAITING'))
}

function own({ steps }: LockedJob): readonly LockedStep[] {
  return steps.filter(({ cleanup }) => !cleanup)
}

/** Aborted, given up or failed: the job is cleaned up and runs no other steps. */
function isDoomed(job: LockedJob): boolean {
  return (
    job.abort !== null ||
    job.givenUp !== null ||
    own(job).some(({ critical, state }) => critical && state === 'FAILED_FATAL')
  )
}

/**
 * Whether the dependencies of a step are met. In a held job, a parallel dependency may have ended since the
 * request.
 */
export function mayBeReady({ steps, held }: LockedJob, { cleanup, after, alongside }: LockedStep): boolean {
  const others = steps.filter((step) => step.cleanup === cleanup)
  const ended = (number: number) => {
    const other = others.find((step) => step.number === number)
    return (
      !other ||
      other.state === 'FINISHED' ||
      (other.state === 'FAILED_FATAL' && !(other.critical && !other.cleanup))
    )
  }
  const signalled = (number: number) =>
    others.some((step) => step.number === number && step.state.startsWith('STARTED_PARALLEL'))
  const asked = held && !cleanup
  return after.every(ended) && (asked || alongside.every((number) => ended(number) || signalled(number)))
}
