import type { Beat } from '../../../schema/queries/nodes/beat.ts'
import { trouble } from '../runtime/events.ts'
import type { Stopped } from '../transition/ending.ts'
import type { AttemptContext } from './attempt-context.ts'
import { type Begun, begin } from './begin.ts'
import type { Delivery } from './carry.ts'
import { Claims } from './claims.ts'
import { runAttempt } from './run-attempt.ts'

interface Running {
  readonly delivery: Delivery
  /** Whether its step is a clean-up step; undefined until it has begun. */
  cleanup: boolean | undefined
  /** Its step, where that has begun by what somebody else has asked meanwhile. */
  begun: Begun | undefined
  readonly abort: AbortController
  /** Asks it to end early with what it has. */
  readonly stop: AbortController
  readonly done: Promise<void>
}

/** What is known of a placement as it comes. */
interface Known {
  /** Its step, where it has begun. */
  readonly begun?: Begun | undefined
  /** That nobody runs it, though its step may have begun. */
  readonly isIdle?: boolean
  /** That it came by the carrier. */
  readonly isClaimed?: boolean
}

type Given = Known & { readonly nodeId: number; readonly delivery: Delivery }

/** The attempts that run on this node. */
export class Attempts<Tools> {
  readonly #here: AttemptContext<Tools>
  readonly #running = new Map<number, Running>()
  /** Running placements that the last beat did not see. */
  #missing: ReadonlySet<number> = new Set()
  /** Placements that the last beat saw here and that did not run. */
  #idle: ReadonlySet<number> = new Set()
  readonly #pickedUp = new Set<number>()
  readonly #claims: Claims

  constructor(here: AttemptContext<Tools>) {
    this.#here = here
    this.#claims = new Claims(here.carrier, here.clock, here.publish)
  }

  /** Runs a delivered placement from its start, unless its step has begun, to its recorded end, in the background. */
  start(nodeId: number, delivery: Delivery, { begun, isIdle = false, isClaimed = false }: Known = {}): void {
    if (isClaimed) this.#claims.took(nodeId, delivery)
    const running = this.#running.get(delivery.placement)
    if (running) running.begun ??= begun
    // What was picked up, since the answer to its begin was late, has run when the answer comes.
    if (running || (begun && this.#pickedUp.has(delivery.placement))) return
    const [abort, stop] = [new AbortController(), new AbortController()]
    const done = this.#run({ nodeId, delivery, begun, isIdle }, abort.signal, stop)
      .catch(trouble(this.#here.publish, `attempt ${delivery.placement}`))
      .finally(() => this.#running.delete(delivery.placement))
    this.#running.set(delivery.placement, {
      delivery,
      cleanup: begun?.step.cleanup,
      begun,
      ...{ abort, stop, done },
    })
  }

  get deliveries(): readonly Delivery[] {
    return [...this.#running.values()].map(({ delivery }) => delivery)
  }

  /** What a call may have been missed about: stops what a beat says is to stop, and what has lost its placement. */
  hear({ placements, aborted, futile, stopped }: Beat): void {
    for (const placement of aborted) this.end(placement, 'aborted')
    for (const placement of futile) this.end(placement, 'job failed')
    for (const job of stopped) this.stop(job)
    // One beat may be older than a placement; two in a row are not.
    const seen = new Set(placements.map(({ placement }) => placement))
    const unseen = this.deliveries.filter(({ placement }) => !seen.has(placement))
    for (const { placement } of unseen) if (this.#missing.has(placement)) this.end(placement, 'claim lost')
    this.#missing = new Set(unseen.map(({ placement }) => placement))
  }

  /** Runs what two beats in a row have seen to stand here and nobody runs, as after a begin that was written and not answered. */
  pickUp(nodeId: number, { placements }: Beat): void {
    const idle = placements.filter(({ placement }) => !this.#running.has(placement))
    for (const delivery of idle)
      if (this.#idle.has(delivery.placement)) {
        this.#pickedUp.add(delivery.placement)
        this.start(nodeId, delivery, { isIdle: true })
      }
    this.#idle = new Set(idle.map(({ placement }) => placement))
  }

  /** Takes, refreshes and renews the claims. */
  async claim(nodeId: number): Promise<void> {
    await this.#claims.keep(nodeId, this.deliveries)
  }

  /**
   * Stops what an abort of the job has to stop: not its clean-up, which the abort has only begun. What has not begun yet finds
   * out under the job's lock, or by the next beat.
   */
  abort(jobId: number): void {
    for (const { delivery, abort, cleanup } of this.#running.values()) {
      if (delivery.jobId === jobId && cleanup === false) abort.abort('aborted' satisfies Stopped)
    }
  }

  end(placement: number, why: Stopped): void {
    this.#running.get(placement)?.abort.abort(why)
  }

  /** Asks what runs of a job to end early with what it has: not its clean-up, and what has not begun yet as with an abort. */
  stop(jobId: number): void {
    for (const { delivery, stop, cleanup } of this.#running.values())
      if (delivery.jobId === jobId && cleanup === false) stop.abort()
  }

  /** Stops everything; resolves when it has stopped and been recorded. */
  async stopAll(why: Stopped): Promise<void> {
    const running = [...this.#running.values()]
    for (const { abort } of running) abort.abort(why)
    await Promise.all(running.map(({ done }) => done))
    await this.#claims.idle()
  }

  async #run(given: Given, abort: AbortSignal, stop: AbortController): Promise<void> {
    const { nodeId, delivery, isIdle = false } = given
    const { placement } = delivery
    const begun =
      given.begun ??
      (await begin(this.#here, nodeId, { ...delivery, isIdle }, abort)) ??
      this.#running.get(placement)?.begun
    if (begun) {
      const running = this.#running.get(placement)
      if (running) running.cleanup = begun.step.cleanup
      if (begun.job.stop && !begun.step.cleanup) stop.abort()
      await runAttempt(this.#here, begun, { signal: abort, stop: stop.signal })
      this.#here.onEnded()
    }
    this.#claims.end(placement)
  }
}
