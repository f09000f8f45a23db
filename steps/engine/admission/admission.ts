/** Admission: which ready steps start now, and where. One process decides at a time. */
import { type Depth, NARROW, WIDE } from '../../../schema/queries/admission/ready-steps-sql.ts'
import type { Database } from '../../../schema/sql/database.ts'
import { type Admitted, admissionRound, type LocalNode } from './admission-round.ts'

export class Admission {
  readonly #database: Database
  #startsTogether = true
  #depth: Depth = NARROW

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * One round; undefined when another process holds the admission lock: that process then runs another round.
   * Steps placed on `local` start in the transaction of the round. Jobs in `excluded` are not considered.
   */
  async round(
    local: LocalNode | undefined,
    excluded: ReadonlySet<number> = new Set(),
  ): Promise<(Admitted & { readonly again: boolean }) | undefined> {
    const startsTogether = this.#startsTogether
    // After a failure, the next round only places: a job that made it fail is then placed, and out of the
    // way.
    this.#startsTogether = false
    const node = startsTogether ? local : undefined
    const round = await admissionRound(this.#database, node, this.#depth, excluded)
    this.#startsTogether = round !== undefined || startsTogether
    if (!round) return undefined
    const isMore = round.placed.length + round.begun.length >= this.#depth.perNeed
    // Where a rule limits running jobs, it may admit a step far behind the first ones.
    const isEnough = !isMore && !round.isBound && round.unrunnable.length === 0
    this.#depth = isEnough ? NARROW : WIDE
    return { ...round, again: isMore || round.requestedAgain }
  }
}
