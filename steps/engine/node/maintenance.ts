/** What one elected node does for all, each part at its own pace: what must not wait (decision 22). */

import { makeAuditDays } from '../../../schema/queries/access/audit.ts'
import { foldCounts } from '../../../schema/queries/jobs/count-jobs.ts'
import { analyzeGrown } from '../../../schema/queries/nodes/analyze-grown.ts'
import { makeMonths, makeRanges } from '../../../schema/queries/partitions/partitions.ts'
import { dropUnwanted } from '../../../schema/queries/problems/problems.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { GroupCheck } from '../admission/group-check.ts'
import type { Clock } from '../runtime/clock.ts'

export class Maintenance {
  readonly #database: Database
  readonly #clock: Clock
  readonly #groupCheck = new GroupCheck()
  #partitionedAt = Number.NEGATIVE_INFINITY
  #foldedAt = Number.NEGATIVE_INFINITY

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** Does what is due. */
  async round(): Promise<void> {
    const now = this.#clock.now()
    const em = () => this.#database.em.fork()
    if (now - this.#partitionedAt > PARTITIONS_EVERY_MS) {
      await makeMonths(em())
      await makeAuditDays(em())
      this.#partitionedAt = now
    }
    await this.#groupCheck.round(em())
    await dropUnwanted(em())
    await analyzeGrown(em())
    if (now - this.#foldedAt < FOLD_EVERY_MS) return
    await makeRanges(em())
    await foldCounts(em())
    this.#foldedAt = now
  }
}

/**
 * A thousand changes a second leave ten thousand rows in between: folding them takes less than 100 ms,
 * reading them a few. A range of job ids has ten thousand or more, so it is used up later than that.
 */
const FOLD_EVERY_MS = 10_000
const PARTITIONS_EVERY_MS = 3_600_000
