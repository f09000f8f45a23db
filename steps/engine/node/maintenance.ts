/** What one elected node does for all, each part at its own pace. */

import { keepAudit } from '../../../schema/queries/access/audit.ts'
import { foldCounts } from '../../../schema/queries/jobs/count-jobs.ts'
import { forgetKeys } from '../../../schema/queries/jobs/idempotency.ts'
import { analyzeGrown, analyzeParents } from '../../../schema/queries/nodes/analyze-grown.ts'
import { makeMonths, makeRanges } from '../../../schema/queries/partitions/partitions.ts'
import { dropUnwanted, forgetProblems } from '../../../schema/queries/problems/problems.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { GroupCheck } from '../admission/group-check.ts'
import type { Clock } from '../runtime/clock.ts'

export class Maintenance {
  readonly #database: Database
  readonly #clock: Clock
  readonly #auditDays: number | undefined
  readonly #groupCheck = new GroupCheck()
  #partitionedAt = Number.NEGATIVE_INFINITY
  #foldedAt = Number.NEGATIVE_INFINITY

  /** `auditDays`: how many days the audit is kept. Default: for ever. */
  constructor(database: Database, clock: Clock, auditDays?: number) {
    this.#database = database
    this.#clock = clock
    this.#auditDays = auditDays
  }

  /** Does what is due. */
  async round(): Promise<void> {
    const now = this.#clock.now()
    const em = () => this.#database.em.fork()
    if (now - this.#partitionedAt > PARTITIONS_EVERY_MS) {
      await makeMonths(em())
      await forgetKeys(em())
      await forgetProblems(em())
      await keepAudit(em(), this.#auditDays)
      await analyzeParents(em())
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
