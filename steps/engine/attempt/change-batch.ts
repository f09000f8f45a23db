/** Changes jobs together where several are to change at the same time. */
import type { WrittenChange } from '../../../schema/queries/transition/change-rows.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { CoalescingLoop } from '../runtime/coalescing-loop.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { changeAndPublish, changeTogether, type Decide, publishChange } from '../transition/change-job.ts'
import type { Report } from './report.ts'

interface Requested {
  readonly jobId: number
  readonly decide: Decide
  readonly resolve: (written: WrittenChange | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Changes that are requested while one transaction is under way share the next: its flush to disk, and the
 * log lines that are due. A change that cannot go with the others is made alone, and only then can fail.
 */
export class ChangeBatch {
  readonly #database: Database
  readonly #publish: Publish
  readonly #report: Report
  readonly #loop: CoalescingLoop
  #requested: Requested[] = []

  constructor(database: Database, publish: Publish, report: Report) {
    this.#database = database
    this.#publish = publish
    this.#report = report
    this.#loop = new CoalescingLoop(() => this.#round(), trouble(publish, 'changes'))
  }

  /** As `changeAndPublish`; `decide` may be called more than once. */
  change(jobId: number, decide: Decide): Promise<WrittenChange | undefined> {
    return new Promise((resolve, reject) => {
      this.#requested.push({ jobId, decide, resolve, reject })
      this.#loop.wake()
    })
  }

  async #round(): Promise<boolean> {
    const batch = oneOfEachJob(this.#requested).slice(0, MOST_TOGETHER)
    this.#requested = this.#requested.filter((one) => !batch.includes(one))
    const written = await this.#together(batch)
    for (const { jobId, resolve } of batch) {
      const change = written.get(jobId)
      if (change) publishChange(this.#publish, change)
      if (written.has(jobId)) resolve(change)
    }
    this.#eachAlone(batch.filter(({ jobId }) => !written.has(jobId)))
    return this.#requested.length > 0
  }

  #eachAlone(left: readonly Requested[]): void {
    if (left.length === 0) return
    const jobs = left.map(({ jobId }) => jobId).join(', ')
    const log = this.#report.written().catch(trouble(this.#publish, `log of jobs ${jobs}`))
    for (const { jobId, decide, resolve, reject } of left)
      void log
        .then(() => changeAndPublish(this.#database, this.#publish, jobId, decide))
        .then(resolve, reject)
  }

  /** Empty when the transaction failed, which says nothing about any one job: each is then changed alone. */
  async #together(batch: readonly Requested[]): Promise<ReadonlyMap<number, WrittenChange | undefined>> {
    const decisions = new Map(batch.map(({ jobId, decide }) => [jobId, decide] as const))
    try {
      const { written } = await this.#report.along((log) =>
        transaction(this.#database.em.fork(), (em) => changeTogether(em, decisions, log)),
      )
      return written
    } catch (error) {
      trouble(this.#publish, `changes of jobs ${[...decisions.keys()].join(', ')} together`)(error)
      return new Map()
    }
  }
}

/** Two changes of one job follow each other. */
function oneOfEachJob(requested: readonly Requested[]): readonly Requested[] {
  const jobs = new Set<number>()
  return requested.filter(({ jobId }) => !jobs.has(jobId) && jobs.add(jobId))
}

/** With more, the first would wait for the last. */
const MOST_TOGETHER = 20
