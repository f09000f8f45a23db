/** An in-memory model of the rows of a job, and of the changes that the database and the nodes make. */

import assert from 'node:assert/strict'
import type { WrittenChange } from '../../../../schema/queries/transition/change-rows.ts'
import type { LockedJob, LockedStep } from '../../../../schema/queries/transition/lock-job.ts'
import { applyChange } from '../../../../steps/engine/transition/apply-change.ts'
import type { Change } from '../../../../steps/engine/transition/requested-change.ts'

/** Something that may happen to a job. */
export interface Possible {
  readonly what: string
  readonly does: Change | { readonly place: number } | { readonly resolve: number }
  /** Whether it leads towards the end of the job. Only such changes happen once the commands stop. */
  readonly onward: boolean
  /** Whether it shortens the life of the job, and should therefore occur less often. */
  readonly rare: boolean
}

/** A change of a job, and the job before it. */
export interface Seen {
  readonly before: LockedJob
  readonly written: WrittenChange
}

export class Model {
  job: LockedJob
  /** Steps with a scheduled retry. */
  readonly due = new Set<number>()
  readonly #onWritten: (seen: Seen) => void
  #runs = 0
  /** Number of changes so far; the clock of the model. */
  #changes = 0

  constructor(job: LockedJob, onWritten: (seen: Seen) => void) {
    this.job = job
    this.#onWritten = onWritten
  }

  /** The id of the next placement or transactional run. */
  get nextRun(): number {
    return this.#runs + 1
  }

  happen({ does }: Possible): void {
    if ('place' in does) this.#place(does.place)
    else if ('resolve' in does) this.#resolve(does.resolve)
    else this.#write(applyChange(this.job, does))
  }

  #place(stepId: number): void {
    const placed = { id: this.nextRun, stepId, nodeId: 7, fetched: false }
    this.#runs = placed.id
    this.job = { ...this.job, placements: [...this.job.placements, placed] }
  }

  /** Applies a change like `writeChange`. */
  #write(written: WrittenChange): void {
    const before = this.job
    this.#changes += 1
    const { job, dropped, fetched } = written
    this.#runs = Math.max(this.#runs, ...written.attempts.map(({ id }) => id))
    this.job = {
      ...before,
      ...{ state: job.state, held: before.held && !job.released, abort: before.abort ?? job.abort },
      ...{ started: before.started || job.started, stop: before.stop ?? job.stop },
      paused: job.resumed ? null : (before.paused ?? job.pause),
      givenUp: before.givenUp ?? job.givenUp,
      cleanupGivenUp: before.cleanupGivenUp ?? job.cleanupGivenUp,
      steps: before.steps.map((step) => this.#written(step, written)),
      placements: before.placements
        .filter(({ id }) => !dropped.includes(id))
        .map((placed) => ({ ...placed, fetched: placed.fetched || fetched.includes(placed.id) })),
    }
    this.#onWritten({ before, written })
  }

  /** A problem has passed. */
  #resolve(problem: number): void {
    const others = (step: LockedStep) => step.waitsFor.filter(({ id }) => id !== problem)
    this.job = {
      ...this.job,
      steps: this.job.steps.map((step) => ({ ...step, waitsFor: others(step) })),
    }
  }

  #written(step: LockedStep, { steps, waits, resolved }: WrittenChange): LockedStep {
    const row = steps.find(({ id }) => id === step.id)
    if (!row) return step
    assert.equal(row.was, step.state, 'the compare-and-set of a step')
    if (!row.keepsFailure && row.retryAfterMs === null) this.due.delete(step.number)
    if (row.retryAfterMs !== null) this.due.add(step.number)
    const { state, attempt, losses, result } = row
    const raised = waits.flatMap(({ stepId, type }) =>
      stepId === step.id ? { id: PROBLEMS[type] ?? 0, type } : [],
    )
    const open = [...step.waitsFor.filter(({ id }) => !resolved.includes(id)), ...raised]
    const at = new Date(this.#changes).toISOString()
    const failure = state === 'FAILED_FATAL' ? { at, reason: row.errorMessage } : null
    const toRetry = this.due.has(step.number)
    return {
      ...step,
      state,
      attempt,
      losses,
      result,
      failure,
      toRetry,
      waitsFor: state === 'WAITING' ? open : [],
    }
  }
}

/** One problem of each type. */
export const PROBLEMS: Readonly<Record<string, number>> = { PAUSED: 1, FILE: 2, NODE: 3 }
