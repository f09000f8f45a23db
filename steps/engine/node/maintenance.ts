import { foldCounts } from '../../../schema/queries/jobs/count-jobs.ts'
import { forgetKeys } from '../../../schema/queries/jobs/idempotency.ts'
import { analyzeGrown } from '../../../schema/queries/nodes/analyze-grown.ts'
import { dropUnwanted, forgetProblems } from '../../../schema/queries/problems/problems.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { Carrier } from '../attempt/carry.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { changeAndPublish } from '../transition/change-job.ts'
import { reclaim } from '../transition/reclaim.ts'

/** What one elected node does for all, each part at its own pace. */
export class Maintenance {
  readonly #database: Database
  readonly #carrier: Carrier
  readonly #publish: Publish
  readonly #clock: Clock
  #supervised = Number.NEGATIVE_INFINITY
  #partitioned = Number.NEGATIVE_INFINITY
  #folded = Number.NEGATIVE_INFINITY

  constructor(database: Database, carrier: Carrier, publish: Publish, clock: Clock) {
    this.#database = database
    this.#carrier = carrier
    this.#publish = publish
    this.#clock = clock
  }

  /** Does what is due. True when steps may be ready. */
  async round(): Promise<boolean> {
    const now = this.#clock.now()
    if (now - this.#partitioned > PARTITIONS_EVERY_MS) {
      await this.#database.em.fork().execute('select callsheet.make_partitions(3)')
      await forgetKeys(this.#database.em.fork())
      await forgetProblems(this.#database.em.fork())
      this.#partitioned = now
    }
    await dropUnwanted(this.#database.em.fork())
    await analyzeGrown(this.#database.em.fork())
    if (now - this.#folded >= FOLD_EVERY_MS) {
      await foldCounts(this.#database.em.fork())
      this.#folded = now
    }
    if (now - this.#supervised < SUPERVISE_EVERY_MS) return false
    this.#supervised = now
    await this.#carrier.supervise()
    return this.#takeBackLost()
  }

  /** The backstop: claims that nobody refreshed for a minute, though the node's session lives. Each is told of once, so one in trouble must not keep from the others. */
  async #takeBackLost(): Promise<boolean> {
    const lost = await this.#carrier.lost()
    for (const { placement, jobId } of lost)
      await changeAndPublish(this.#database, this.#publish, jobId, (job) =>
        reclaim(job, placement, 'its claim was not refreshed'),
      ).catch(trouble(this.#publish, `claim of job ${jobId}`))
    return lost.length > 0
  }
}

/** A lost claim shows after 60 s, so this is often enough. */
const SUPERVISE_EVERY_MS = 10_000
/** A thousand changes a second leave ten thousand rows in between: adding them up takes less than 100 ms, reading them a few. */
const FOLD_EVERY_MS = 10_000
const PARTITIONS_EVERY_MS = 3_600_000
