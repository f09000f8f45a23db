import type { LockedJob } from '../../schema/queries/lock-job.ts'
import type { WrittenChange } from '../../schema/queries/write-change.ts'
import { isFinal, type JobState, jobEventBetween, stepStateAfter } from '../../schema/states.ts'
import { afterMove, type Draft, draftOf, isStart, type Run, writtenStep } from './draft.ts'
import { jobState, pathBetween, type Situation } from './job-state.ts'
import { noLongerReady, phaseOf, readySteps } from './readiness.ts'
import type { Change, StepMove } from './settle.ts'

/** An event that the table of the state it met has no entry for: refused and reported, never ignored. */
export class ImpossibleMove extends Error {
  override readonly name = 'ImpossibleMove'
}

/** A job while a change is applied to it: see `settle`. */
export class Settling {
  readonly #job: LockedJob
  readonly #change: Change
  readonly #steps: readonly Draft[]
  readonly #history: WrittenChange['history'][number][] = []
  readonly #runs = new Map<number, Run>()
  readonly #dropped: Set<number>
  #state: JobState

  constructor(job: LockedJob, change: Change) {
    this.#job = job
    this.#change = change
    this.#steps = job.steps.map(draftOf)
    this.#state = job.state
    this.#dropped = new Set(change.dropped)
  }

  move(move: StepMove): void {
    const { number, event, run, nodeId, reason } = move
    const step = this.#steps.find((candidate) => candidate.number === number)
    const became = step && stepStateAfter(step.state, event)
    if (!step || !became) throw new ImpossibleMove(`${event} cannot happen to step ${number}: ${step?.state}`)
    const { attempt, state: was } = step
    this.#note({ step: number, attempt, event, was, became, cause: reason ?? null, nodeId: nodeId ?? null })
    afterMove(step, became, move)
    if (run !== undefined) this.#ran(step, run, nodeId)
    const byItself = !this.#situation().held && this.#state !== 'ABORTED_PENDING'
    if (isStart(event) && byItself) this.#moveJob('STARTED')
  }

  /** Adds what follows: what is given up, withdrawn, run again or released, and the job's state. */
  follow(): void {
    // First, because a critical step that is given up changes what the job does next.
    for (const step of this.#gone()) if (step.losses >= MOST_LOSSES) this.#giveUp(step, POISONOUS)
    const { held, abort } = this.#situation()
    const phase = phaseOf(this.#steps, abort)
    if (phase !== 'running') this.#end()
    for (const { number } of this.#gone()) this.move({ number, event: 'run-again' })
    if (phase === 'running' && this.#change.release) this.#tryAgain()
    for (const step of noLongerReady(this.#steps, phase, held)) this.#withdraw(step)
    const released = readySteps(this.#steps, phase, held)
    for (const { number } of released) this.move({ number, event: 'dependencies-met' })
    this.#moveJob(jobState(this.#state, this.#situation()))
    if (isFinal(this.#state)) for (const { id } of this.#job.placements) this.#dropped.add(id)
  }

  written(): WrittenChange {
    const { abort = null, release: released = false, fetched = [], metadata = {} } = this.#change
    const state = this.#state
    const started = this.#history.some(({ event, step }) => step !== null && isStart(event))
    return {
      jobId: this.#job.id,
      job: { was: this.#job.state, state, final: isFinal(state), started, released, abort },
      steps: this.#steps.filter(({ moved }) => moved).map(writtenStep),
      attempts: [...this.#runs.values()],
      dropped: [...this.#dropped],
      ...{ fetched, metadata, history: this.#history },
    }
  }

  #situation(): Situation {
    const abort = this.#change.abort ?? this.#job.abort
    return {
      steps: this.#steps,
      held: this.#job.held && !this.#change.release,
      abort: abort ? { cleanup: abort.cleanup || this.#hasRun() } : undefined,
    }
  }

  /** A step that is ready again after a loss looks as if it had never run. */
  #hasRun(): boolean {
    return this.#job.started
  }

  #gone(): readonly Draft[] {
    return this.#steps.filter(({ state }) => state === 'DISAPPEARED')
  }

  /** Ready steps of a job that is ending have had their chance; what waits for another try gets none. */
  #end(): void {
    for (const step of this.#steps.filter(({ cleanup }) => !cleanup)) {
      const { state, errorMessage } = step
      if (state === 'READY') this.#withdraw(step)
      if (state === 'FAILED_RETRY' || state === 'WAITING' || state === 'DISAPPEARED') {
        this.#giveUp(step, errorMessage ?? this.#change.cause ?? 'the job is ending')
      }
    }
  }

  /** Under HOLD a failed step waits to be asked for; of a job that is let go nobody asks. */
  #tryAgain(): void {
    const failed = this.#steps.filter(({ state, cleanup }) => state === 'FAILED_RETRY' && !cleanup)
    if (this.#job.held) for (const { number } of failed) this.move({ number, event: 'retry-due' })
  }

  /** The run that the step is given up with, if it is of this change, is the last: it will not be tried again. */
  #giveUp({ number, run }: Draft, reason: string): void {
    this.move({ number, event: 'failed-fatal', reason, ...(run !== undefined && { run }) })
  }

  #withdraw({ id: withdrawn, number }: Draft): void {
    this.move({ number, event: 'withdrawn' })
    for (const { id, stepId } of this.#job.placements) if (stepId === withdrawn) this.#dropped.add(id)
  }

  #moveJob(to: JobState): void {
    for (const became of pathBetween(this.#state, to)) {
      const was = this.#state
      const event = jobEventBetween(was, became)
      if (!event) throw new ImpossibleMove(`a job that is ${was} cannot become ${became}`)
      this.#note({
        step: null,
        attempt: null,
        event,
        was,
        became,
        cause: this.#change.cause ?? null,
        nodeId: null,
      })
      this.#state = became
    }
  }

  #ran(
    { id: stepId, attempt, state, errorMessage }: Draft,
    id: number,
    nodeId = this.#runs.get(id)?.nodeId,
  ): void {
    this.#runs.set(id, { id, stepId, attempt, state, nodeId: nodeId ?? null, errorMessage })
  }

  #note(row: Omit<WrittenChange['history'][number], 'user'>): void {
    this.#history.push({ ...row, user: this.#change.user ?? null })
  }
}

/** A lost worker is not the step's fault, but five in a row mean a step that kills its workers (design.md §3.4). */
const MOST_LOSSES = 5
const POISONOUS = `its worker died ${MOST_LOSSES} times in a row`
