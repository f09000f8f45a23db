/** A job while a change is applied to it: its transitions so far, and what will be written. */
import type { WrittenChange } from '../../../schema/queries/transition/change-rows.ts'
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import { isFinal, type JobState, jobEventBetween, stepStateAfter } from '../../../schema/states.ts'
import { type Condition, PAUSED, writtenCondition } from '../declare/problem.ts'
import { causeOf, failureCauseOf } from './cause.ts'
import { cleanupTime } from './cleanup.ts'
import { type JobFacts, pathBetween } from './job-state.ts'
import type { Change, Remark, StepTransition } from './requested-change.ts'
import { afterTransition, isStart, type StepDraft, startsIn, stepDraftOf, writtenStep } from './step-draft.ts'

/** An event that the table of the current state does not allow: reported, never ignored. */
export class ImpossibleTransition extends Error {
  override readonly name = 'ImpossibleTransition'
}

type HistoryRow = WrittenChange['history'][number]
type AttemptRow = WrittenChange['attempts'][number]

export class JobDraft {
  readonly job: LockedJob
  readonly change: Change
  readonly steps: readonly StepDraft[]
  readonly #history: HistoryRow[] = []
  readonly #attempts = new Map<number, AttemptRow>()
  readonly #waits = new Map<number, Condition>()
  readonly #dropped: Set<number>
  #state: JobState

  constructor(job: LockedJob, change: Change) {
    this.job = job
    this.change = change
    this.steps = job.steps.map(stepDraftOf)
    this.#state = job.state
    this.#dropped = new Set(change.dropped)
  }

  get state(): JobState {
    return this.#state
  }

  /** The conditions that steps have begun to wait for. */
  get conditions(): readonly Condition[] {
    return [...this.#waits.values()]
  }

  /** What the next state of the job follows from. */
  get facts(): JobFacts & { readonly paused: boolean } {
    const { job, change } = this
    const abort = change.abort ?? job.abort
    return {
      steps: this.steps,
      held: job.held && !change.releaseHold,
      started: job.started || startsIn(this.#history, this.steps),
      // A step that is ready again after a loss looks as if it had never run; the job remembers.
      abort: abort ? { cleanup: abort.cleanup || job.started } : undefined,
      givenUp: (change.giveUp ?? job.givenUp) !== null,
      cleanupGivenUp: (change.giveUpCleanup ?? job.cleanupGivenUp) !== null,
      paused: (job.paused !== null || change.pause !== undefined) && !change.resume,
    }
  }

  changeStep(transition: StepTransition): void {
    const { number, event, run, nodeId = null, reason = null, condition } = transition
    const step = this.steps.find((candidate) => candidate.number === number)
    const became = step && stepStateAfter(step.state, event)
    if (!step || !became)
      throw new ImpossibleTransition(`${event} cannot happen to step ${number}: ${step?.state}`)
    const { attempt, state: was } = step
    this.#note({ step: number, attempt, event, was, became, cause: reason, nodeId })
    afterTransition(step, became, transition)
    if (condition) this.#waits.set(step.id, condition)
    if (became !== 'WAITING') this.#waits.delete(step.id)
    if (run !== undefined) this.#noteAttempt(step, run, transition.nodeId)
    const { held, started } = this.facts
    const isFree = !held && this.#state !== 'ABORTED_PENDING'
    if (isStart(event) && isFree && started) this.changeJob('STARTED')
  }

  /** Ends the step for good; an attempt of this change is its last. */
  failStep({ number, run }: StepDraft, reason: string): void {
    this.changeStep({ number, event: 'failed-fatal', reason, ...(run !== undefined && { run }) })
  }

  withdrawStep({ id, number }: StepDraft): void {
    this.changeStep({ number, event: 'withdrawn' })
    this.#dropPlacements(id)
  }

  /** Lets a ready step wait for a condition. */
  suspendStep({ id, number }: StepDraft, condition: Condition, reason: string): void {
    this.changeStep({ number, event: 'must-wait', condition, reason })
    this.#dropPlacements(id)
  }

  remark({ event, cause }: Remark): void {
    const [was, became] = [this.#state, this.#state]
    this.#note({ step: null, attempt: null, event, was, became, cause: cause ?? null, nodeId: null })
  }

  changeJob(to: JobState): void {
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
    const { fetched = [], metadata = {}, resume, lastLine } = this.change
    const paused = this.job.steps.flatMap(({ waitsFor }) => waitsFor).filter(({ type }) => type === PAUSED)
    return {
      jobId: this.job.id,
      job: this.#writtenJob(),
      steps: this.steps.filter(({ changed }) => changed).map(writtenStep),
      attempts: [...this.#attempts.values()],
      waits: [...this.#waits].map(([stepId, condition]) => ({ stepId, ...writtenCondition(condition) })),
      resolved: resume ? [...new Set(paused.map(({ id }) => id))] : [],
      dropped: [...this.#dropped],
      log: lastLine ? [lastLine] : [],
      ...{ fetched, metadata, history: this.#history },
    }
  }

  #writtenJob(): WrittenChange['job'] {
    const { abort = null, pause = null, stop = null, giveUp = null, giveUpCleanup = null } = this.change
    const { releaseHold: released = false, resume: resumed = false } = this.change
    const [was, state] = [this.job.state, this.#state]
    return {
      ...{ was, state, final: isFinal(state), started: startsIn(this.#history, this.steps) },
      ...{
        released,
        abort,
        pause,
        resumed,
        stop,
        givenUp: giveUp?.reason ?? null,
        cleanupGivenUp: giveUpCleanup,
      },
      failureCause: failureCauseOf(state, this),
      ...cleanupTime(this.job, this.#history),
    }
  }

  #dropPlacements(step: number): void {
    for (const { id, stepId } of this.job.placements) if (stepId === step) this.#dropped.add(id)
  }

  #noteAttempt(
    { id: stepId, attempt, state, errorMessage }: StepDraft,
    id: number,
    nodeId = this.#attempts.get(id)?.nodeId,
  ): void {
    this.#attempts.set(id, { id, stepId, attempt, state, nodeId: nodeId ?? null, errorMessage })
  }

  #note(row: Omit<HistoryRow, 'user'>): void {
    this.#history.push({ ...row, user: this.change.user ?? null })
  }
}
