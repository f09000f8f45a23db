/** Jobs that cannot be started: reported, and given up after a bound. */
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { changeAndPublish } from '../transition/change-job.ts'
import type { Change } from '../transition/requested-change.ts'

export class FailedStarts {
  readonly #database: Database
  readonly #publish: Publish
  readonly #clock: Clock
  readonly #failures = new Map<number, number>()
  /** Until when a job is not considered, ms. */
  readonly #excluded = new Map<number, number>()

  constructor(database: Database, publish: Publish, clock: Clock) {
    this.#database = database
    this.#publish = publish
    this.#clock = clock
  }

  /** Jobs that could neither be started nor be given up. They are tried again after a while. */
  get excluded(): ReadonlySet<number> {
    const now = this.#clock.now()
    for (const [job, until] of this.#excluded) if (until <= now) this.#excluded.delete(job)
    return new Set(this.#excluded.keys())
  }

  /** Failures count only in a row: a job that has started is no such job. */
  forget(job: number): void {
    this.#failures.delete(job)
  }

  /** Reports each failure, and gives a job up at its third. */
  async add(failed: ReadonlyMap<number, unknown>): Promise<void> {
    for (const [job, error] of failed) {
      trouble(this.#publish, `start of job ${job}`)(error)
      const failures = (this.#failures.get(job) ?? 0) + 1
      this.#failures.set(job, failures)
      if (failures >= MOST_FAILURES) await this.#giveUp(job, error)
    }
  }

  async #giveUp(job: number, error: unknown): Promise<void> {
    this.#failures.delete(job)
    const reason = `could not be started: ${error instanceof Error ? error.message : String(error)}`
    try {
      const written = await changeAndPublish(this.#database, this.#publish, job, (now) => given(now, reason))
      if (!written) this.#exclude(job)
    } catch (refused) {
      trouble(this.#publish, `giving up job ${job}`)(refused)
      this.#exclude(job)
    }
  }

  #exclude(job: number): void {
    this.#excluded.set(job, this.#clock.now() + EXCLUDED_MS)
  }
}

/** A job that is ending anyway has only its clean-up left to give up. */
function given({ givenUp, abort, cleanupGivenUp }: LockedJob, reason: string): Change | undefined {
  if (givenUp === null && !abort) return { giveUp: { cause: 'not-started', reason }, cause: reason }
  return cleanupGivenUp === null ? { giveUpCleanup: reason, cause: reason } : undefined
}

const MOST_FAILURES = 3
const EXCLUDED_MS = 60_000
