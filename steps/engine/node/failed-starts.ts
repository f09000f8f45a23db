/** Jobs that cannot be started: reported, and given up after a bound. */
import type { Database } from '../../../schema/sql/database.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { changeAndPublish } from '../transition/change-job.ts'

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
      await changeAndPublish(this.#database, this.#publish, job, ({ givenUp }) =>
        givenUp === null ? { giveUp: reason, cause: reason } : undefined,
      )
    } catch (refused) {
      trouble(this.#publish, `giving up job ${job}`)(refused)
      this.#excluded.set(job, this.#clock.now() + EXCLUDED_MS)
    }
  }
}

const MOST_FAILURES = 3
const EXCLUDED_MS = 60_000
