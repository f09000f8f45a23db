/** The invariants of all jobs of a farm at any time, written independently of the engine. */
import assert from 'node:assert/strict'
import { isFinal, isRunning } from '../../../schema/states.ts'
import { followsTheTables } from './history.ts'
import { highestRank, isIn, placesOf, seated, wasAdmitted, wasImmediate } from './places.ts'
import type { JobRows, Snapshot, StepRow } from './snapshot.ts'

/** Throws with the violated invariant and the job. */
export function holds(snapshot: Snapshot): void {
  for (const job of snapshot.jobs) {
    try {
      followsTheTables(job)
      stepsRanOnce(job)
      if (isFinal(job.state)) hasEnded(job)
      else goesOn(job)
    } catch (error) {
      throw new Error(`job ${job.id}: ${(error as Error).message}\n${described(job)}`, { cause: error })
    }
  }
  slotsHold(snapshot)
  limitsHold(snapshot)
}

/** The history of a job, one event per line, for failure messages. */
export function described({ history, state, steps }: JobRows): string {
  const rows = history.map(
    ({ step, event, was, became, cause }) =>
      `  ${step ?? 'job'} ${event}: ${was} → ${became}${cause === null ? '' : ` (${cause})`}`,
  )
  const now = steps.map(({ number, attempt, ...step }) => `${number} ${step.state} ${attempt}`)
  return `${rows.join('\n')}\n  is ${state}: ${now.join(', ')}`
}

/** A step has exactly one finished run, however often it was started. */
function stepsRanOnce({ steps, attempts }: JobRows): void {
  for (const { number, state } of steps) {
    const finished = attempts.filter((run) => run.step === number && run.state === 'FINISHED').length
    assert.equal(finished, state === 'FINISHED' ? 1 : 0, `runs of step ${number} that finished`)
  }
}

/** A job that has ended runs nothing, and its state follows from its steps. */
function hasEnded(job: JobRows): void {
  for (const { number, state } of job.steps)
    assert.ok(
      state === 'NONE' || state === 'FINISHED' || state === 'FAILED_FATAL',
      `step ${number} of a job that has ended is ${state}`,
    )
  const failed = own(job).some(({ state }) => state === 'FAILED_FATAL')
  const success = failed ? 'FINISHED_WARNING' : 'FINISHED'
  assert.equal(job.state, job.aborted ? 'ABORTED' : isDoomed(job) ? 'FAILED_TOTAL' : success)
}

function goesOn(job: JobRows): void {
  const { state: is, steps, placements } = job
  const running = steps.filter(({ state }) => isRunning(state))
  for (const { id, number } of running)
    assert.ok(
      placements.some(({ stepId }) => stepId === id),
      `step ${number} runs without a slot`,
    )
  assert.equal(is === 'ABORTED_PENDING', job.aborted)
  if (job.aborted) return
  assert.equal(is === 'HOLD', job.held)
  if (job.held) return
  // Clean-up does not start a job that has never started.
  if (running.length > 0 && job.started) assert.equal(is, 'STARTED')
  if (!job.started) assert.notEqual(is, 'STARTED')
  assert.equal(is === 'WAITING', running.length === 0 && steps.some(({ state }) => state === 'WAITING'))
}

/**
 * Placements of steps that are neither ready nor running. A placement that is decided while its step is
 * withdrawn is returned within seconds, so some may exist for a short time.
 */
export function heldForNothing({ steps, placements }: JobRows): readonly string[] {
  return placements.flatMap(({ stepId }) => {
    const step = steps.find(({ id }) => id === stepId)
    const isOf = step && (step.state === 'READY' || isRunning(step.state))
    return isOf ? [] : [`step ${step?.number}, which is ${step?.state}, holds a slot`]
  })
}

/** No host runs more steps than it has slots, except for IMMEDIATE jobs (wire.md §9.3) and clean-up. */
function slotsHold({ jobs, hosts }: Snapshot): void {
  const placements = jobs.flatMap((job) =>
    job.placements.map((placement) => ({
      ...placement,
      isFree:
        wasImmediate(job) ||
        job.steps.some(({ id, number }) => id === placement.stepId && number === CLEANUP),
    })),
  )
  for (const { id, slots } of hosts)
    for (const [category, room] of Object.entries(slots)) {
      const held = placements.filter((one) => one.host === id && one.category === category)
      const bound = held.filter(({ isFree }) => !isFree).length
      assert.ok(bound <= room, `${bound} steps hold the ${room} slots for ${category} of ${id}`)
    }
}

/** Every running job has a place in the queue, and no task group exceeds its bound. */
function limitsHold(snapshot: Snapshot): void {
  const inside = snapshot.jobs.filter(wasAdmitted)
  const places = placesOf(snapshot)
  const { placeless } = seated(places ?? inside.map(() => 0), inside.map(highestRank))
  assert.equal(
    placeless,
    0,
    `more jobs run than the places ${places} admit:\n${inside.map(named).join('\n')}`,
  )
  for (const { name, maxConcurrency } of snapshot.groups) {
    const jobs = inside.filter((job) => isIn(name, job))
    assert.ok(
      jobs.length <= (maxConcurrency ?? Number.POSITIVE_INFINITY),
      `at most ${maxConcurrency} jobs of ${name} may run:\n${jobs.map(named).join('\n')}`,
    )
  }
}

function named(job: JobRows): string {
  return `${job.id} of priority ${job.priority}\n${described(job)}`
}

/** Aborted, given up or failed: the job is cleaned up and runs no other steps. */
function isDoomed(job: JobRows): boolean {
  const failed = own(job).some(({ critical, state }) => critical && state === 'FAILED_FATAL')
  return job.aborted || job.givenUp !== null || failed
}

function own({ steps }: JobRows): readonly StepRow[] {
  return steps.filter(({ cleanup }) => !cleanup)
}

/** The clean-up step of a TEST job. */
const CLEANUP = 900
