import type { WrittenChange } from '../../../schema/queries/transition/written-change.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { CoalescingLoop } from '../runtime/coalescing-loop.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import { changeAndPublish, changeTogether, type Decide, publishChange } from '../transition/change-job.ts'
import type { Report } from './report.ts'

interface Asked {
  readonly jobId: number
  readonly decide: Decide
  readonly resolve: (written: WrittenChange | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Moves jobs, together where several are to move at the same time: those that come while one transaction is under way share the
 * next, its flush to disk, and what is to be written of logs. What cannot go with the others, for whatever reason, is moved by itself, and only then may fail.
 */
export class ChangeBatch {
  readonly #database: Database
  readonly #publish: Publish
  readonly #report: Report
  readonly #rounds: CoalescingLoop
  #asked: Asked[] = []

  constructor(database: Database, publish: Publish, report: Report) {
    this.#database = database
    this.#publish = publish
    this.#report = report
    this.#rounds = new CoalescingLoop(
      () => this.#round(),
      () => undefined,
    )
  }

  /** As `moveAndTell`; the decide may be asked more than once. */
  change(jobId: number, decide: Decide): Promise<WrittenChange | undefined> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ jobId, decide, resolve, reject })
      this.#rounds.wake()
    })
  }

  async #round(): Promise<boolean> {
    const turn = firstOfEach(this.#asked).slice(0, MOST_TOGETHER)
    this.#asked = this.#asked.filter((one) => !turn.includes(one))
    const answers = await this.#together(turn)
    for (const { jobId, resolve } of turn) {
      const written = answers.get(jobId)
      if (written) publishChange(this.#publish, written)
      if (answers.has(jobId)) resolve(written)
    }
    this.#eachAlone(turn.filter(({ jobId }) => !answers.has(jobId)))
    return this.#asked.length > 0
  }

  #eachAlone(left: readonly Asked[]): void {
    if (left.length === 0) return
    const logs = left.map(({ jobId }) => jobId).join(', ')
    const log = this.#report.written().catch(trouble(this.#publish, `log of jobs ${logs}`))
    for (const { jobId, decide, resolve, reject } of left)
      void log
        .then(() => changeAndPublish(this.#database, this.#publish, jobId, decide))
        .then(resolve, reject)
  }

  /** None where the transaction failed: it is not known for which of them. */
  async #together(turn: readonly Asked[]): Promise<ReadonlyMap<number, WrittenChange | undefined>> {
    const decisions = new Map(turn.map(({ jobId, decide }) => [jobId, decide] as const))
    try {
      return await this.#report.along((log) =>
        transaction(this.#database.em.fork(), (em) => changeTogether(em, decisions, log)),
      )
    } catch {
      return new Map()
    }
  }
}

/** Two moves of one job follow each other. */
function firstOfEach(asked: readonly Asked[]): readonly Asked[] {
  const jobs = new Set<number>()
  return asked.filter(({ jobId }) => !jobs.has(jobId) && jobs.add(jobId))
}

/** More would make the first of them wait for the last. */
const MOST_TOGETHER = 20
