import type { Clock } from '../runtime/clock.ts'
import { CoalescingLoop } from '../runtime/coalescing-loop.ts'
import { type Publish, trouble } from '../runtime/events.ts'
import type { Carrier, Delivery } from './carry.ts'

interface Claim {
  readonly nodeId: number
  readonly carrier: string
  /** By the clock, ms. */
  readonly since: number
}

/**
 * What the carrier holds of the attempts of this node: the backstop of long steps. What came by the carrier has its claim already; what
 * a node has placed on itself gets one with the next beat, if it still runs then (docs/decisions/0007).
 */
export class Claims {
  readonly #carrier: Carrier
  readonly #clock: Clock
  readonly #claims = new Map<number, Claim>()
  readonly #endings: CoalescingLoop
  #ended: Claim[] = []

  constructor(carrier: Carrier, clock: Clock, publish: Publish) {
    this.#carrier = carrier
    this.#clock = clock
    this.#endings = new CoalescingLoop(() => this.#endClaims(), trouble(publish, 'claims'))
  }

  /** One that came by the carrier. */
  took(nodeId: number, { placement, carrier }: Delivery): void {
    if (!this.#claims.has(placement)) this.#claims.set(placement, this.#claim(nodeId, carrier))
  }

  /** Claims what has no claim, refreshes those that there are, and renews those that would soon be older than the carrier lets them be. */
  async keep(nodeId: number, running: readonly Delivery[]): Promise<void> {
    const fresh = running.filter(({ placement }) => !this.#claims.has(placement))
    for (const delivery of fresh) this.took(nodeId, delivery)
    await this.#carrier.claim(nodeId, fresh)
    const held = running.flatMap(({ placement }) => this.#claims.get(placement)?.carrier ?? [])
    await this.#carrier.refresh(nodeId, held)
    for (const delivery of running) {
      const claim = this.#claims.get(delivery.placement)
      if (!claim || this.#clock.now() - claim.since < RENEW_AFTER_MS) continue
      const carrier = await this.#carrier.renew(nodeId, { ...delivery, carrier: claim.carrier })
      this.#claims.set(delivery.placement, this.#claim(nodeId, carrier))
    }
  }

  /** Those of the attempts that end while this runs go together. One that stays, as when it fails, comes back and is found over. */
  end(placement: number): void {
    const claim = this.#claims.get(placement)
    if (!claim) return
    this.#claims.delete(placement)
    this.#ended.push(claim)
    this.#endings.wake()
  }

  /** Resolves when no claim is being ended any more. */
  async idle(): Promise<void> {
    await this.#endings.idle()
  }

  #claim(nodeId: number, carrier: string): Claim {
    return { nodeId, carrier, since: this.#clock.now() }
  }

  async #endClaims(): Promise<boolean> {
    const ended = this.#ended
    this.#ended = []
    for (const [nodeId, theirs] of Map.groupBy(ended, (claim) => claim.nodeId))
      await this.#carrier.end(
        nodeId,
        theirs.map(({ carrier }) => carrier),
      )
    return false
  }
}

/** An hour before pg-boss would take the claim away. */
const RENEW_AFTER_MS = 23 * 3_600_000
