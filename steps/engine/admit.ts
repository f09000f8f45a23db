import type { EntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../../schema/database.ts'
import { markAdmitted } from '../../schema/queries/mark-admitted.ts'
import { type Placed, placeSteps } from '../../schema/queries/place-steps.ts'
import { type Candidate, readySteps } from '../../schema/queries/ready-steps.ts'
import type { QueueRules } from '../../schema/queue.ts'
import { lastWanted, tryTurn } from './admission-turn.ts'
import { fitting, PER_NEED } from './capacity.ts'
import type { Carrier } from './carry.ts'
import { Rounds } from './rounds.ts'

export interface Admitted {
  readonly placed: readonly Placed[]
  readonly short: readonly Candidate[]
  /** Steps that no node can run, and none could for some seconds: they are to wait for one. */
  readonly stranded: readonly Candidate[]
}

/**
 * Gives ready steps to nodes. Any number of processes may call `admit`; a lock lets one at a time decide, and one that finds
 * it taken leaves a mark, upon which the holder goes round once more, so no call is lost.
 */
export class Admission {
  readonly #database: Database
  readonly #carrier: Carrier
  readonly #onAdmitted: (admitted: Admitted) => Promise<boolean>
  readonly #rounds: Rounds

  constructor(
    database: Database,
    carrier: Carrier,
    onAdmitted: (admitted: Admitted) => Promise<boolean>,
    onError: (error: unknown) => void,
  ) {
    this.#database = database
    this.#carrier = carrier
    this.#onAdmitted = onAdmitted
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
    const round = await this.#round()
    if (!round) return false
    const { placed, short, stranded } = round.admitted
    const any = placed.length + short.length + stranded.length > 0
    const released = any && (await this.#onAdmitted(round.admitted))
    // What was ready beyond this round's few, and what the short steps have released, is for the next.
    return released || placed.length >= PER_NEED || (await this.#wantedSince(round.wanted))
  }

  /** One round under the lock, and the mark it began at; undefined when another process holds the lock. */
  async #round(): Promise<{ readonly wanted: number; readonly admitted: Admitted } | undefined> {
    return this.#database.em.fork().transactional(async (em) => {
      const { wanted, mine } = await tryTurn(em)
      return mine ? { wanted, admitted: await this.#place(em) } : undefined
    })
  }

  async #place(em: EntityManager): Promise<Admitted> {
    const situation = await readySteps(em, PER_NEED)
    const { placed: decided, short, notPlaced } = fitting(situation)
    const placed = decided.length > 0 ? await placeSteps(em, decided) : []
    await this.#carrier.place(em, placed)
    const entering = short.filter(({ running }) => !running).map(({ jobId }) => jobId)
    if (isBound(situation.rules) && entering.length > 0) await markAdmitted(em, entering)
    const stranded = situation.candidates.filter(
      ({ stepId, readyS }) => readyS > STRANDED_S && notPlaced.get(stepId)?.why === 'no-able-node',
    )
    return { placed, short, stranded }
  }

  async #wantedSince(mark: number): Promise<boolean> {
    const last = await lastWanted(this.#database.em.fork())
    return last !== undefined && last > mark
  }
}

/** Whether anything but the hosts bounds how many jobs run. Pure. */
function isBound({ concurrentJobs, pools, groups }: QueueRules): boolean {
  return concurrentJobs !== null || pools.length > 0 || groups.length > 0
}

/** A node that is started anew is missing for some seconds, and nobody should be told of it. */
const STRANDED_S = 5
