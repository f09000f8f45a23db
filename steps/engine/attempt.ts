import type { Database } from '../../schema/database.ts'
import type { LockedJob, LockedStep } from '../../schema/queries/lock-job.ts'
import type { Carrier, Delivery } from './carry.ts'
import type { Clock } from './clock.ts'
import { ending, type Run, type Stopped, stopping } from './ending.ts'
import { type Publish, trouble } from './events.ts'
import { outcomeOf } from './keepable.ts'
import { type Decide, moveAndTell } from './move.ts'
import type { Report } from './report.ts'
import type { Outcome, Step, StepContext } from './step.ts'

/** What attempts need of the node they run on. */
export interface Surroundings<Tools> {
  readonly database: Database
  readonly carrier: Carrier
  readonly clock: Clock
  readonly report: Report
  readonly steps: ReadonlyMap<string, Step<Tools>>
  readonly tools: Tools
  readonly publish: Publish
  /** Wait before the first retry, ms. */
  readonly firstBackoffMs: number
  /** Called when an attempt has ended and been recorded: there may be room, and there may be steps to start. */
  readonly onEnded: () => void
}

interface Running {
  delivery: Delivery
  claimedAt: number
  /** Whether its step is a clean-up step; undefined until it has begun. */
  cleanup: boolean | undefined
  readonly stop: AbortController
  readonly done: Promise<void>
}

/** The attempts that run on this node. */
export class Attempts<Tools> {
  readonly #here: Surroundings<Tools>
  readonly #running = new Map<number, Running>()

  constructor(here: Surroundings<Tools>) {
    this.#here = here
  }

  /** Runs a delivered placement from its start to its recorded end, in the background. */
  start(nodeId: number, delivery: Delivery): void {
    if (this.#running.has(delivery.placement)) return
    const stop = new AbortController()
    const done = this.#run(nodeId, delivery, stop.signal)
      .catch(trouble(this.#here.publish, `attempt ${delivery.placement}`))
      .finally(() => this.#running.delete(delivery.placement))
    this.#running.set(delivery.placement, {
      delivery,
      claimedAt: this.#here.clock.now(),
      cleanup: undefined,
      stop,
      done,
    })
  }

  get deliveries(): readonly Delivery[] {
    return [...this.#running.values()].map(({ delivery }) => delivery)
  }

  /** Renews the claims that would soon be older than the carrier lets them be. */
  async renew(nodeId: number): Promise<void> {
    const { carrier, clock } = this.#here
    for (const running of this.#running.values()) {
      if (clock.now() - running.claimedAt < RENEW_AFTER_MS) continue
      running.delivery = { ...running.delivery, carrier: await carrier.renew(nodeId, running.delivery) }
      running.claimedAt = clock.now()
    }
  }

  /**
   * Stops what an abort of the job has to stop: not its clean-up, which the abort has only begun. What has not begun yet finds
   * out under the job's lock, or by the next beat.
   */
  abort(jobId: number): void {
    for (const { delivery, stop, cleanup } of this.#running.values()) {
      if (delivery.jobId === jobId && cleanup === false) stop.abort('aborted' satisfies Stopped)
    }
  }

  stop(placement: number, why: Stopped): void {
    this.#running.get(placement)?.stop.abort(why)
  }

  /** Stops everything; resolves when it has stopped and been recorded. */
  async stopAll(why: Stopped): Promise<void> {
    const running = [...this.#running.values()]
    for (const { stop } of running) stop.abort(why)
    await Promise.all(running.map(({ done }) => done))
  }

  async #run(nodeId: number, delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { placement, jobId } = delivery
    const begun = await this.#begin(nodeId, delivery)
    if (begun) {
      const running = this.#running.get(placement)
      if (running) running.cleanup = begun.step.cleanup
      const run: Run = { number: begun.step.number, run: placement, nodeId }
      const outcome = await this.#perform(begun.job, begun.step, placement, signal)
      await this.#record(jobId, run, outcome, signal)
      this.#here.onEnded()
    }
    const { carrier } = this.#running.get(placement)?.delivery ?? delivery
    await this.#here.carrier.end(nodeId, carrier)
  }

  /** Moves the step to STARTED_ASYNCHRONOUS, if the placement still stands. */
  async #begin(nodeId: number, { placement, jobId }: Delivery) {
    let begun: { readonly job: LockedJob; readonly step: LockedStep } | undefined
    await this.#move(jobId, (job) => {
      const placed = job.placements.find(({ id, nodeId: theirs }) => id === placement && theirs === nodeId)
      const step = job.steps.find(({ id, state }) => id === placed?.stepId && state === 'READY')
      begun = step && { job, step }
      if (!step) return undefined
      return {
        moves: [{ number: step.number, event: 'started-asynchronously', run: placement, nodeId }],
        fetched: [placement],
      }
    })
    return begun
  }

  async #perform(job: LockedJob, step: LockedStep, run: number, signal: AbortSignal): Promise<Outcome> {
    const code = this.#here.steps.get(step.name)
    if (code?.runsAs !== 'STARTED_ASYNCHRONOUS')
      return { ended: 'fatal', reason: `this server has no step named ${step.name}` }
    const context = contextOf(this.#here, job, step, run, signal)
    const outcome = await outcomeOf(() => code.run(context))
    if (outcome.ended !== 'finished' || signal.aborted) await code.discard?.(context).catch(() => undefined)
    await this.#here.report.finish(run).catch(trouble(this.#here.publish, `log of attempt ${run}`))
    return outcome
  }

  /** Records the end. While the database is away it is tried again: what was done must not be lost. */
  async #record(jobId: number, run: Run, outcome: Outcome, signal: AbortSignal): Promise<void> {
    const { firstBackoffMs } = this.#here
    const decide: Decide = (job) => {
      const step = job.steps.find(({ number }) => number === run.number)
      if (!step || !job.placements.some(({ id }) => id === run.run)) return undefined
      if (signal.aborted) return stopping(job, run, signal.reason as Stopped)
      return ending(job, step, run, outcome, { firstMs: firstBackoffMs, jitter: Math.random() })
    }
    const since = this.#here.clock.now()
    for (;;) {
      try {
        return await this.#move(jobId, decide)
      } catch (error) {
        trouble(this.#here.publish, `end of attempt ${run.run}`)(error)
        // Whoever stops has no time, and others will find that the node is gone.
        if (signal.aborted && this.#here.clock.now() - since > RECORD_WITHIN_MS) return
        await this.#here.clock.sleep(RECORD_AGAIN_MS)
      }
    }
  }

  async #move(jobId: number, decide: Decide): Promise<void> {
    await moveAndTell(this.#here.database, this.#here.publish, jobId, decide)
  }
}

const RECORD_AGAIN_MS = 500
/** How long a stopped attempt tries to record its end. */
const RECORD_WITHIN_MS = 5_000
/** An hour before pg-boss would take the claim away. */
const RENEW_AFTER_MS = 23 * 3_600_000

export function contextOf<Tools>(
  { report, tools }: Pick<Surroundings<Tools>, 'report' | 'tools'>,
  job: LockedJob,
  step: LockedStep,
  run: number,
  signal: AbortSignal,
): StepContext<Tools> {
  return {
    job: { id: job.id, type: job.type, user: job.user },
    metadata: job.metadata,
    ...{ attempt: step.attempt, number: step.number, run, signal, tools },
    result: <T>(name: string) =>
      (job.steps.find((other) => other.name === name)?.result ?? undefined) as T | undefined,
    progress: (value, total, unit) =>
      report.progress({ attempt: run, value, total: total ?? null, unit: unit ?? null }),
    log: (level, text) => report.log(run, level, text),
  }
}
