/** What holds of every job at any time, and of every change of one: said again, in other words than the engine's. */

import assert from 'node:assert/strict'
import type { LockedJob, LockedStep } from '../../../schema/queries/lock-job.ts'
import {
  isFinal,
  isRunning,
  JOB_TRANSITIONS,
  type JobEvent,
  type JobState,
  type StepEvent,
  type StepState,
  stepStateAfter,
} from '../../../schema/states.ts'
import type { Model, Seen } from './model.ts'

/** The history of one change leads from what was to what is, by the tables alone, and everything in it is written. */
export function followsTheTables({ before, written }: Seen): void {
  const steps = new Map(before.steps.map((step) => [step.number, step.state]))
  let state: JobState = before.state
  for (const row of written.history) {
    if (row.step === null) state = jobAfter(state, row)
    else steps.set(row.step, stepAfter(steps.get(row.step), row))
  }
  assert.deepEqual(
    [written.job.was, written.job.state, written.job.final],
    [before.state, state, isFinal(state)],
  )
  const moved = new Set(written.history.flatMap(({ step }) => step ?? []))
  assert.deepEqual(
    new Set(written.steps.map(({ id }) => id)),
    moved,
    'every step that moved is written, and no other',
  )
  for (const { id, was, state: is } of written.steps) {
    assert.deepEqual([was, is], [before.steps.find((step) => step.id === id)?.state, steps.get(id)])
  }
}

type Row = Seen['written']['history'][number]

function jobAfter(state: JobState, { event, was, became }: Row): JobState {
  const transitions: Partial<Record<JobEvent, JobState>> = JOB_TRANSITIONS[state]
  const next = transitions[event as JobEvent]
  assert.ok(next, `${event} cannot happen to a job that is ${state}`)
  assert.deepEqual([was, became], [state, next])
  return next
}

function stepAfter(state: StepState | undefined, { step, event, was, became }: Row): StepState {
  const next = state && stepStateAfter(state, event as StepEvent)
  assert.ok(next, `${event} cannot happen to step ${step}, which is ${state}`)
  assert.deepEqual([was, became], [state, next])
  return next
}

/** What holds of a job between two changes. */
export function holds({ job, due }: Model): void {
  stepsAreSound(job)
  if (isFinal(job.state)) hasEnded(job, isDoomed(job))
  else goesOn(job, due)
}

function stepsAreSound(job: LockedJob): void {
  for (const step of job.steps) {
    const { number, state, losses, attempt, tries, cleanup } = step
    assert.ok(
      state !== 'DISAPPEARED' && losses <= 5 && attempt < tries,
      `step ${number} stays lost, or is tried too often`,
    )
    if (state === 'READY')
      assert.ok((job.held && !cleanup) || mayBeReady(job, step), `step ${number} is ready too early`)
    if (cleanup) assert.ok(isDoomed(job) || state === 'NONE', `step ${number} cleans up a job that goes on`)
  }
  const cleaning = job.steps.some(({ cleanup, state }) => cleanup && state !== 'NONE')
  assert.ok(
    !cleaning || own(job).every(({ state }) => !isRunning(state)),
    'something runs that is being cleaned up after',
  )
  for (const { stepId } of job.placements) {
    const step = job.steps.find(({ id }) => id === stepId)
    assert.ok(
      step && (step.state === 'READY' || isRunning(step.state)),
      `step ${stepId} holds a slot for nothing`,
    )
  }
}

/** What a step that starts by itself depends on is far enough. */
function mayBeReady({ steps }: LockedJob, { cleanup, after, alongside }: LockedStep): boolean {
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
  return after.every(ended) && alongside.every((number) => ended(number) || signalled(number))
}

/** A job that has ended is at rest, in the state that its steps give it. */
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

/** A job that has not ended has something to come, and the state that its steps give it. */
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
  if (running) assert.equal(is, 'STARTED')
  assert.equal(is === 'WAITING', !running && some('WAITING'))
}

function own({ steps }: LockedJob): readonly LockedStep[] {
  return steps.filter(({ cleanup }) => !cleanup)
}

/** Aborted, or failed for good: it is to be cleaned up and will not go on. */
function isDoomed(job: LockedJob): boolean {
  return job.abort !== null || own(job).some(({ critical, state }) => critical && state === 'FAILED_FATAL')
}
