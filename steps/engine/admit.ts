import type { EntityManager } from '@mikro-orm/postgresql'
import { throughConflicts } from '../../schema/conflict.ts'
import type { Database } from '../../schema/database.ts'
import { execute } from '../../schema/execute.ts'
import { markAdmitted } from '../../schema/queries/mark-admitted.ts'
import { type Placed, placeSteps } from '../../schema/queries/place-steps.ts'
import type { Candidate, Situation } from '../../schema/queries/ready-steps.ts'
import { takeTurn, wantedSince } from '../../schema/queries/take-turn.ts'
import type { WrittenChange } from '../../schema/queries/written-change.ts'
import type { QueueRules } from '../../schema/queue.ts'
import { transaction } from '../../schema/transaction.ts'
import { type Begun, beginTogether } from './begin.ts'
import { fitting, PER_NEED } from './capacity.ts'
import type { Carrier } from './carry.ts'
import { Rounds } from './rounds.ts'

export interface Admitted {
  readonly placed: readonly Placed[]
  /** Those of them, on the admitter's own node, whose steps have begun with it. */
  readonly begun: readonly Begun[]
  readonly written: readonly WrittenChange[]
  readonly short: readonly Candidate[]
  /** Steps that no node can run, and none could for some seconds: they are to wait for one. */
  readonly stranded: readonly Stranded[]
}

/** A step that no node can run, with what is lacking. */
export interface Stranded extends Candidate {
  readonly lacks: string
}

/**
 * Gives ready steps to nodes. Any number of processes may call `admit`; a lock lets one at a time decide, and one that finds
 * it taken leaves a mark, upon which the holder goes round once more, so no call is lost.
 */
export class Admission {
  readonly #database: Database
  readonly #carrier: Carrier
  readonly #onAdmitted: (admitted: Admitted) => Promise<boolean>
  readonly #node: () => number | undefined
  readonly #rounds: Rounds
  #together = true

  /** `node` answers this process's own node, where there is one: what is placed there begins in the same transaction. */
  constructor(
    database: Database,
    carrier: Carrier,
    onAdmitted: (admitted: Admitted) => Promise<boolean>,
    onError: (error: unknown) => void,
    node: () => number | undefined = () => undefined,
  ) {
    this.#database = database
    this.#carrier = carrier
    this.#onAdmitted = onAdmitted
    this.#node = node
    this.#rounds = new Rounds(() => this.#again(), onError)
  }

  /** Asks for an admission. Calls that come while one runs make it go round once more. */
  wake(): void {
    this.#rounds.wake()
  }

  /** Resolves when no admission runs any more. */
  async idle(): Promise<void> {
    await this.#rounds.idle()
  }

  async #again(): Promise<boolean> {
    const isTogether = this.#together
    // After a failure the next round begins nothing: should it be one job's fault, that job is placed by then, and out of the way.
    this.#together = false
    const round = await this.#round(isTogether ? this.#node() : undefined)
    if (!round) return false
    this.#together = true
    const { placed, short, stranded } = round.admitted
    const any = placed.length + short.length + stranded.length > 0
    const released = any && (await this.#onAdmitted(round.admitted))
    // What was ready beyond this round's few, and what the short steps have released, is for the next.
    return (
      released || placed.length >= PER_NEED || (await wantedSince(this.#database.em.fork(), round.wanted))
    )
  }

  /** One round under the lock, and the mark it began at; undefined when another process holds the lock. */
  async #round(
    node: number | undefined,
  ): Promise<{ readonly wanted: number; readonly admitted: Admitted } | undefined> {
    // A job that ends meanwhile moves to another partition, which is a conflict for who wants its row.
    return throughConflicts(() =>
      transaction(this.#database.em.fork(), async (em) => {
        const turn = await takeTurn(em, PER_NEED)
        return turn && { wanted: turn.wanted, admitted: await this.#place(em, turn.situation, node) }
      }),
    )
  }

  async #place(em: EntityManager, situation: Situation, node: number | undefined): Promise<Admitted> {
    const { placed: decided, short, notPlaced } = fitting(situation)
    const placed = decided.length > 0 ? await placeSteps(em, decided) : []
    // First, for it may want another connection, and who has that may wait for a job that a begin has locked.
    await this.#carrier.place(em, placed)
    const { begun, written } = await this.#begin(em, placed, node)
    const entering = short.filter(({ running }) => !running).map(({ jobId }) => jobId)
    if (isBound(situation.rules) && entering.length > 0) await markAdmitted(em, entering)
    const stranded = situation.candidates.flatMap((candidate) => {
      const not = notPlaced.get(candidate.stepId)
      const isStranded = candidate.readyS > STRANDED_S && not?.why === 'no-able-node'
      return isStranded ? [{ ...candidate, lacks: not.lacks }] : []
    })
    return { placed, begun, written, short, stranded }
  }

  /** What is placed here begins with it. Where nothing does, the commit need not wait for the disk (docs/decisions/0007). */
  async #begin(em: EntityManager, placed: readonly Placed[], node: number | undefined) {
    const here = placed.filter(({ nodeId }) => nodeId === node)
    const { begun, written } =
      node !== undefined && here.length > 0 ? await beginTogether(em, node, here) : NONE_BEGUN
    if (placed.length > 0 && written.length === 0) await execute(em, SOON)
    return { begun, written }
  }
}

/** Whether anything but the hosts bounds how many jobs run. Pure. */
function isBound({ concurrentJobs, pools, groups }: QueueRules): boolean {
  return concurrentJobs !== null || pools.length > 0 || groups.length > 0
}

const NONE_BEGUN = { begun: [], written: [] } as const

/** A node that is started anew is missing for some seconds, and nobody should be told of it. */
const STRANDED_S = 5

const SOON = /* sql */ `set local synchronous_commit = off`
