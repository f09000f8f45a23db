import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { WrittenChange } from '../../../schema/queries/transition/written-change.ts'
import { isFinal, type JobState, jobEventBetween, stepStateAfter } from '../../../schema/states.ts'
import { type Condition, PAUSED, writtenCondition } from '../declare/problem.ts'
import type { Change, Remark, StepTransition } from './apply-change.ts'
import { causeOf } from './cause.ts'
import { cleanupTime } from './cleanup.ts'
import { type JobFacts, pathBetween } from './job-state.ts'
import {
  afterMove,
  draftOf,
  isStart,
  type StepDraft,
  startsIn,
  type WrittenAttempt,
  writtenStep,
} from './step-draft.ts'

/** An event that the table of the state it met has no entry for: refused and reported, never ignored. */
export class ImpossibleTransition extends Error {
  override readonly name = 'ImpossibleMove'
}

/** A job while a change is applied to it: what has moved so far, and what will be written. See `settle` and `follow`. */
export class JobDraft {
  readonly job: LockedJob
  readonly change: Change
  readonly steps: readonly StepDraft[]
  readonly #history: WrittenChange['history'][number][] = []
  readonly #runs = new Map<number, WrittenAttempt>()
  readonly #waits = new Map<number, Condition>()
  readonly #dropped: Set<number>
  #state: JobState

  constructor(job: LockedJob, change: Change) {
    this.job = job
    this.change = change
    this.steps = job.steps.map(draftOf)
    this.#state = job.state
    this.#dropped = new Set(change.dropped)
  }

  get state(): JobState {
    return this.#state
  }

  /** What steps have begun to wait for. */
  get conditions(): readonly Condition[] {
    return [...this.#waits.values()]
  }

  /** What the job's next state follows from. */
  get situation(): JobFacts & { readonly paused: boolean } {
    const { job, change } = this
    const abort = change.abort ?? job.abort
    return {
      steps: this.steps,
      held: job.held && !change.release,
      started: job.started || startsIn(this.#history, this.steps),
      // A step that is ready again after a loss looks as if it had never run: the job knows.
      abort: abort ? { cleanup: abort.cleanup || job.started } : undefined,
      givenUp: (change.giveUp ?? job.givenUp) !== null,
      cleanupGivenUp: (change.giveUpCleanup ?? job.cleanupGivenUp) !== null,
      paused: (job.paused !== null || change.pause !== undefined) && !change.resume,
    }
  }

  move(move: StepTransition): void {
    const { number, event, run, nodeId, reason, condition } = move
    const step = this.steps.find((candidate) => candidate.number === number)
    const became = step && stepStateAfter(step.state, event)
    if (!step || !became)
      throw new ImpossibleTransition(`${event} cannot happen to step ${number}: ${step?.state}`)
    const { attempt, state: was } = step
    this.#note({ step: number, attempt, event, was, became, cause: reason ?? null, nodeId: nodeId ?? null })
    afterMove(step, became, move)
    if (condition) this.#waits.set(step.id, condition)
    if (became !== 'WAITING') this.#waits.delete(step.id)
    if (run !== undefined) this.#ran(step, run, nodeId)
    const { held, started } = this.situation
    const byItself = !held && this.#state !== 'ABORTED_PENDING'
    if (isStart(event) && byItself && started) this.moveJob('STARTED')
  }

  /** The run that the step is given up with, if it is of this change, is the last: it will not be tried again. */
  giveUp({ number, run }: StepDraft, reason: string): void {
    this.move({ number, event: 'failed-fatal', reason, ...(run !== undefined && { run }) })
  }

  withdraw({ id, number }: StepDraft): void {
    this.move({ number, event: 'withdrawn' })
    this.#dropPlacements(id)
  }

  /** A ready step waits for what has been found to be in its way. */
  wait({ id, number }: StepDraft, condition: Condition, reason: string): void {
    this.move({ number, event: 'must-wait', condition, reason })
    this.#dropPlacements(id)
  }

  remark({ event, cause }: Remark): void {
    const [was, became] = [this.#state, this.#state]
    this.#note({ step: null, attempt: null, event, was, became, cause: cause ?? null, nodeId: null })
  }

  moveJob(to: JobState): void {
    for (const became of pathBetween(this.#state, to)) {
      const was = this.#state
      const event = jobEventBetween(was, became)
      if (!event) throw new ImpossibleTransition(`a job that is ${was} cannot become ${became}`)
      const cause = causeOf(event, this)
      this.#note({ step: null, attempt: null, event, was, became, cause, nodeId: null })
      this.#state = became
    }
    if (isFinal(this.#state)) for (const { id } of this.job.placements) this.#dropped.add(id)
  }

  written(): WrittenChange {
    const { fetched = [], metadata = {}, resume } = this.change
    const paused = this.job.steps.flatMap(({ waitsFor }) => waitsFor).filter(({ type }) => type === PAUSED)
    return {
      jobId: this.job.id,
      job: this.#writtenJob(),
      steps: this.steps.filter(({ moved }) => moved).map(writtenStep),
      attempts: [...this.#runs.values()],
      waits: [...this.#waits].map(([stepId, condition]) => ({ stepId, ...writtenCondition(condition) })),
      resolved: resume ? [...new Set(paused.map(({ id }) => id))] : [],
      dropped: [...this.#dropped],
      ...{ fetched, metadata, history: this.#history },
    }
  }

  #writtenJob(): WrittenChange['job'] {
    const { abort = null, release: released = false, resume: resumed = false, ...change } = this.change
    const { pause = null, stop = null, giveUp: givenUp = null } = change
    const [was, state] = [this.job.state, this.#state]
    const cleanup = { givenUp: change.giveUpCleanup ?? null, ...cleanupTime(this.job, this.#history) }
    const asked = { released, abort, pause, resumed, stop, givenUp, cleanup }
    return { was, state, final: isFinal(state), started: startsIn(this.#history, this.steps), ...asked }
  }

  #dropPlacements(step: number): void {
    for (const { id, stepId } of this.job.placements) if (stepId === step) this.#dropped.add(id)
  }

  #ran(
    { id: stepId, attempt, state, errorMessage }: StepDraft,
    id: number,
    nodeId = this.#runs.get(id)?.nodeId,
  ): void {
    this.#runs.set(id, { id, stepId, attempt, state, nodeId: nodeId ?? null, errorMessage })
  }

  #note(row: Omit<WrittenChange['history'][number], 'user'>): void {
    this.#history.push({ ...row, user: this.change.user ?? null })
  }
}
