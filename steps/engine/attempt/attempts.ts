/** The attempts that run on this node. */
import type { Beat } from '../../../schema/queries/nodes/beat.ts'
import type { Delivery } from '../../../schema/queries/nodes/fetch-placements.ts'
import { StopReason } from '../../../tasks/program/stop.ts'
import type { Stopped } from '../transition/ending.ts'
import type { AttemptContext } from './attempt-context.ts'
import { type BegunAttempt, begin } from './begin.ts'
import { runAttempt } from './run-attempt.ts'
import { runTransactionalStep } from './transactional-step.ts'

interface Running {
  readonly jobId: number
  readonly transactional: boolean
  /** Whether its step is a clean-up step; undefined until it has begun. */
  cleanup: boolean | undefined
  /** The attempt, where it was begun elsewhere while this one still asked for it. */
  begun: BegunAttempt | undefined
  readonly abort: AbortController
  /** Asks the step to end early with what it has. */
  readonly stop: AbortController
  readonly done: Promise<void>
}

/** A placement to run, and the node it is on. */
export interface ToRun extends Delivery {
  readonly nodeId: number
  /** The attempt, where it has begun with its admission. */
  readonly begun?: BegunAttempt | undefined
  /** Its step may have begun, though no attempt runs. */
  readonly isIdle?: boolean
}

export class Attempts<Tools> {
  readonly #context: AttemptContext<Tools>
  readonly #running = new Map<number, Running>()
  /** Running placements that the last heartbeat did not list. */
  #missing: ReadonlySet<number> = new Set()
  /** Fetched placements that the last heartbeat listed and that did not run. */
  #idle: ReadonlySet<number> = new Set()
  /** Placements that were run because two heartbeats listed them. */
  readonly #pickedUp = new Set<number>()
  /** Placements whose attempt has begun here and whose end is not on record. */
  readonly #unrecorded = new Set<number>()
  #transactional: Promise<unknown> = Promise.resolve()

  constructor(context: AttemptContext<Tools>) {
    this.#context = context
  }

  /** The ids of the placements that run. */
  get running(): readonly number[] {
    return [...this.#running.keys()]
  }

  /** How many of them take a slot. */
  get inSlots(): number {
    return [...this.#running.values()].filter(({ transactional }) => !transactional).length
  }

  /**
   * Runs a placement from its start, unless its step has begun, to its recorded end. Resolves at once for one
   * that runs already. Rejects when the step could not be started, or its end not be recorded.
   */
  async run(placed: ToRun): Promise<void> {
    const { placement, jobId, transactional, begun } = placed
    const running = this.#running.get(placement)
    if (running) running.begun ??= begun
    // The answer to a begin can come after the placement was picked up and has run.
    if (running || (begun && this.#pickedUp.has(placement))) return
    const [abort, stop] = [new AbortController(), new AbortController()]
    const done = this.#carryOut(placed, abort.signal, stop).finally(() => this.#running.delete(placement))
    this.#running.set(placement, {
      ...{ jobId, transactional },
      cleanup: begun?.step.cleanup,
      begun,
      ...{ abort, stop, done: done.catch(() => undefined) },
    })
    await done
  }

  /**
   * Applies what a heartbeat says, in case a wake-up was missed: stops aborted and futile attempts and those
   * without a placement.
   */
  heed({ placements, aborted, futile, stopped }: Beat): void {
    for (const placement of aborted) this.end(placement, 'aborted')
    for (const placement of futile) this.end(placement, 'job failed')
    for (const job of stopped) this.stop(job)
    // One heartbeat may be older than a placement; two in a row are not.
    const listed = new Set(placements.map(({ placement }) => placement))
    const unlisted = this.running.filter((placement) => !listed.has(placement))
    for (const placement of unlisted) if (this.#missing.has(placement)) this.end(placement, 'placement lost')
    this.#missing = new Set(unlisted)
    for (const placement of this.#unrecorded)
      if (!listed.has(placement) && !this.#running.has(placement)) this.#unrecorded.delete(placement)
  }

  /** Whether an attempt of the placement has begun here and its end is not on record. */
  hasBegun(placement: number): boolean {
    return this.#unrecorded.has(placement)
  }

  /** The placements whose attempts have ended, and whose ends the database would not store. */
  unrecorded({ placements }: Beat): readonly Delivery[] {
    return placements.filter(
      ({ placement }) => this.#unrecorded.has(placement) && !this.#running.has(placement),
    )
  }

  /**
   * The fetched placements that two heartbeats in a row list and that do not run, as after a begin that was
   * written and whose answer was lost.
   */
  idle({ placements }: Beat): readonly Delivery[] {
    const idle = placements.filter(
      ({ placement, fetched }) =>
        fetched && !this.#running.has(placement) && !this.#unrecorded.has(placement),
    )
    const again = idle.filter(({ placement }) => this.#idle.has(placement))
    this.#idle = new Set(idle.map(({ placement }) => placement))
    for (const { placement } of again) this.#pickedUp.add(placement)
    return again
  }

  /**
   * Aborts the attempts of a job, but not its clean-up, which the abort has only started. An attempt that has
   * not begun yet finds out under the job's lock, or by the next heartbeat.
   */
  abort(jobId: number): void {
    for (const running of this.#running.values())
      if (running.jobId === jobId && running.cleanup === false) running.abort.abort(reasonOf('aborted'))
  }

  end(placement: number, why: Stopped): void {
    this.#running.get(placement)?.abort.abort(reasonOf(why))
  }

  /** Asks the attempts of a job to end early with what they have, clean-up excepted. */
  stop(jobId: number): void {
    for (const { jobId: job, stop, cleanup } of this.#running.values())
      if (job === jobId && cleanup === false) stop.abort()
  }

  /** Stops everything; resolves when it has stopped and its end is recorded. */
  async stopAll(why: Stopped): Promise<void> {
    const running = [...this.#running.values()]
    for (const { abort } of running) abort.abort(reasonOf(why))
    await Promise.all(running.map(({ done }) => done))
  }

  async #carryOut(placed: ToRun, abort: AbortSignal, stop: AbortController): Promise<void> {
    if (placed.transactional)
      return this.#oneByOne(async () => {
        if (!isNodeLeaving(abort)) await runTransactionalStep(this.#context, placed, abort)
      })
    const begun =
      placed.begun ??
      (await begin(this.#context, placed, abort)) ??
      this.#running.get(placed.placement)?.begun
    if (!begun) return
    const running = this.#running.get(placed.placement)
    if (running) running.cleanup = begun.step.cleanup
    if (begun.job.stop && !begun.step.cleanup) stop.abort()
    this.#unrecorded.add(placed.placement)
    await runAttempt(this.#context, begun, { signal: abort, stop: stop.signal })
    this.#unrecorded.delete(placed.placement)
  }

  /** Each holds a connection for its transaction, and an agent has two. */
  #oneByOne(work: () => Promise<void>): Promise<void> {
    const done = this.#transactional.then(work)
    this.#transactional = done.catch(() => undefined)
    return done
  }
}

/** A queued transactional step is left to the other nodes then. */
function isNodeLeaving(signal: AbortSignal): boolean {
  if (!signal.aborted) return false
  const { why } = signal.reason as StopReason<Stopped>
  return why === 'node stopped' || why === 'placement lost'
}

function reasonOf(why: Stopped): StopReason<Stopped> {
  return new StopReason(why, AT_ONCE[why])
}

/** Whether the programs of a stopped attempt are killed at once. A node that leaves gives them time. */
const AT_ONCE: Readonly<Record<Stopped, boolean>> = {
  aborted: true,
  'job failed': true,
  'node stopped': false,
  'placement lost': false,
}
