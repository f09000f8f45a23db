import { NARROW, WIDE } from '../../../schema/queries/admission/ready-steps.ts'
import type { Database } from '../../../schema/sql/database.ts'
import type { Carrier } from '../attempt/carry.ts'
import { CoalescingLoop } from '../runtime/coalescing-loop.ts'
import { admissionRound, type LocalNode, type OnAdmitted, type Round } from './admission-round.ts'

/**
 * Gives ready steps to nodes. Any number of processes may call `admit`; a lock lets one at a time decide, and one that finds
 * it taken leaves a mark, upon which the holder goes round once more, so no call is lost.
 */
export class Admission {
  readonly #database: Database
  readonly #carrier: Carrier
  readonly #onAdmitted: OnAdmitted
  readonly #here: () => LocalNode | undefined
  readonly #rounds: CoalescingLoop
  #together = true
  #look = NARROW

  /** `here` answers this process's own node, where there is one: what is placed there begins in the same transaction. */
  constructor(
    database: Database,
    carrier: Carrier,
    onAdmitted: OnAdmitted,
    onError: (error: unknown) => void,
    here: () => LocalNode | undefined = () => undefined,
  ) {
    this.#database = database
    this.#carrier = carrier
    this.#onAdmitted = onAdmitted
    this.#here = here
    this.#rounds = new CoalescingLoop(() => this.#again(), onError)
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
    const here = isTogether ? this.#here() : undefined
    const round = await admissionRound(this.#database, this.#carrier, here, this.#look, this.#onAdmitted)
    this.#together = round !== undefined || isTogether
    if (!round) return false
    const { placed, short, stranded } = round.admitted
    const released = await round.released
    const isReached = await this.#carrier.reach(round.unreached)
    // What was ready beyond this round's few, and what the short steps have released, is for the next.
    const isMore = placed.length >= this.#look.perNeed || isReached
    // Where a rule is a bound, it may let go what stands far behind.
    const isEnough = !isMore && !round.isBound && short.length + stranded.length === 0
    this.#look = isEnough ? { ...NARROW, locks: likely(round, here) } : WIDE
    return released || isMore || round.isWanted
  }
}

/**
 * How many of the next round will begin here: as many as now, where something found no place though there was room. What is locked and
 * numbered beyond that is so in vain, and there are 2³¹ numbers of placements.
 */
function likely({ admitted, isAnyLeft }: Round, here: LocalNode | undefined): number {
  const { begun } = admitted
  const isHindered = isAnyLeft && here !== undefined && begun.length < here.room
  return isHindered ? Math.min(begun.length, NARROW.locks) : NARROW.locks
}
