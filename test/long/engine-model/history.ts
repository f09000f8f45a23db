import assert from 'node:assert/strict'
import {
  isRunning,
  JOB_REMARKS,
  JOB_TRANSITIONS,
  type JobEvent,
  type JobState,
  type StepEvent,
  type StepState,
  stepStateAfter,
} from '../../../schema/states.ts'
import type { HistoryRow, JobRows, StepRow } from './snapshot.ts'

/**
 * Asserts that the history of a job leads to its current state by valid transitions, in time and dependency
 * order.
 */
export function followsTheTables(job: JobRows): void {
  const [created, ...rows] = job.history
  assert.equal(created?.event, 'created')
  const [past, began] = [new Past(job), created?.became]
  assert.ok(began === 'READY' || began === 'HOLD', `it was created ${began}`)
  past.state = began
  for (const row of rows) past.happen(row)
  const times = job.history.map(({ at }) => Date.parse(at))
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
    'the times of its history',
  )
  assert.equal(past.state, job.state, 'the state its history leads to')
  for (const { number, state } of job.steps)
    assert.equal(past.stateOf(number), state, `the state that the history of step ${number} leads to`)
}

function isRemark({ event }: HistoryRow): boolean {
  return (JOB_REMARKS as readonly string[]).includes(event)
}

/** A job at one point of its history. */
class Past {
  state: JobState = 'READY'
  readonly #steps: readonly StepRow[]
  readonly #states: Map<number, StepState>

  constructor({ steps, history }: JobRows) {
    this.#steps = steps
    this.#states = new Map(
      steps.map(({ number, state }) => {
        const first = history.find(({ step }) => step === number)
        return [number, (first?.was as StepState | undefined) ?? state] as const
      }),
    )
    for (const [number, state] of this.#states)
      assert.ok(state === 'NONE' || state === 'READY', `step ${number} began as ${state}`)
  }

  stateOf(number: number): StepState | undefined {
    return this.#states.get(number)
  }

  happen(row: HistoryRow): void {
    if (row.event === 'priority-changed') return
    if (row.step === null && isRemark(row)) assert.deepEqual([row.was, row.became], [this.state, this.state])
    else if (row.step === null) this.#job(row)
    else this.#step(row.step, row)
  }

  #job({ event, was, became }: HistoryRow): void {
    const transitions: Partial<Record<JobEvent, JobState>> = JOB_TRANSITIONS[this.state]
    assert.deepEqual([was, became], [this.state, transitions[event as JobEvent]], `${event} of the job`)
    this.state = became as JobState
  }

  #step(number: number, { event, was, became }: HistoryRow): void {
    const state = this.#states.get(number)
    const next = state && stepStateAfter(state, event as StepEvent)
    assert.deepEqual([was, became], [state, next], `${event} of step ${number}`)
    const step = this.#steps.find((one) => one.number === number)
    if (step && event.startsWith('started')) this.#mayStart(step)
    this.#states.set(number, became as StepState)
  }

  #mayStart(step: StepRow): void {
    const { number, cleanup, after, alongside } = step
    const behind = after.every((other) => this.#isBehind(other))
    // On hold, a step is started by request when its dependencies are met; a parallel dependency may have
    // ended since.
    const asked = this.state === 'HOLD' && !cleanup
    const beside = asked || alongside.every((other) => this.#isBehind(other) || this.#isParallel(other))
    assert.ok(behind && beside, `step ${number} started before what it depends on`)
    const own = this.#steps.filter((other) => !other.cleanup)
    if (cleanup)
      assert.ok(
        own.every((other) => !isRunning(this.#states.get(other.number) ?? 'NONE')),
        `clean-up step ${number} started while something ran`,
      )
    else assert.ok(!this.#isDoomed(own), `step ${number} started in a job that was ending`)
  }

  /** Steps of another phase do not block: clean-up steps and the others do not depend on each other. */
  #isBehind(number: number): boolean {
    const step = this.#steps.find((one) => one.number === number)
    const state = this.#states.get(number)
    return !step || state === 'FINISHED' || (state === 'FAILED_FATAL' && !step.critical)
  }

  #isParallel(number: number): boolean {
    return this.#states.get(number)?.startsWith('STARTED_PARALLEL') ?? false
  }

  #isDoomed(own: readonly StepRow[]): boolean {
    const failed = own.some(({ critical, number }) => critical && this.#states.get(number) === 'FAILED_FATAL')
    return failed || this.state === 'ABORTED_PENDING'
  }
}
