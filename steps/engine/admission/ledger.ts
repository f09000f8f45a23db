/** What is in use on hosts and nodes, as steps are placed one after the other. */
import { type Need, NO_SLOT } from '../../../schema/need.ts'
import type { HeldResources } from '../../../schema/queries/admission/ready-steps.ts'
import type { NodeCapacity } from '../../../schema/queries/nodes/nodes-here.ts'

/** Where a step goes, and the GPU it gets there. */
export interface Target {
  readonly node: NodeCapacity
  readonly gpu: string | null
}

/**
 * The slots of a host. Transactional steps need no configured slot, but a bound: a node runs them one
 * after the other, and what it has been given no longer follows priorities and pauses.
 */
export function slotsOf(slots: NodeCapacity['slots'], category: string): number {
  return category === NO_SLOT ? TRANSACTIONAL_AT_ONCE : (slots[category] ?? 0)
}

const TRANSACTIONAL_AT_ONCE = 16

export class Ledger {
  readonly #slots = new Map<string, number>()
  readonly #vram = new Map<string, number>()
  readonly #nodes = new Map<number, number>()
  /** GPUs reserved for a step that has been passed over for too long. */
  readonly #reserved = new Set<string>()

  constructor(held: readonly HeldResources[]) {
    for (const one of held) this.#add(one)
  }

  freeSlots({ hostId, slots }: NodeCapacity, category: string): number {
    return slotsOf(slots, category) - (this.#slots.get(`${hostId} ${category}`) ?? 0)
  }

  /** How many steps a node has. */
  stepsOf(nodeId: number): number {
    return this.#nodes.get(nodeId) ?? 0
  }

  /** The node with the fewest steps. */
  idlest(nodes: readonly NodeCapacity[]): NodeCapacity | undefined {
    return nodes.toSorted((a, b) => this.stepsOf(a.nodeId) - this.stepsOf(b.nodeId))[0]
  }

  /**
   * The GPU with the least memory that is enough, which keeps large ones free for large steps; undefined when
   * none is.
   */
  gpuFor({ hostId, gpus }: NodeCapacity, vramMiB: number): string | undefined {
    const fits = Object.entries(gpus)
      .map(([id, memory]) => ({ id, free: memory - (this.#vram.get(`${hostId} ${id}`) ?? 0) }))
      .filter(({ id, free }) => free >= vramMiB && !this.#reserved.has(`${hostId} ${id}`))
    return fits.toSorted((a, b) => a.free - b.free)[0]?.id
  }

  /** The most memory that is free on one GPU of these nodes, MiB. */
  mostFree(nodes: readonly NodeCapacity[]): number {
    const free = nodes.flatMap(({ hostId, gpus }) =>
      Object.entries(gpus).map(([id, memory]) => memory - (this.#vram.get(`${hostId} ${id}`) ?? 0)),
    )
    return Math.max(0, ...free)
  }

  /** Reserves the GPUs of a node that are large enough for a step against all later steps. */
  reserve({ hostId, gpus }: NodeCapacity, vramMiB: number): void {
    for (const [id, memory] of Object.entries(gpus))
      if (memory >= vramMiB) this.#reserved.add(`${hostId} ${id}`)
  }

  take({ node: { nodeId, hostId }, gpu }: Target, { category, vramMiB: vram = 0 }: Need): void {
    this.#add({ nodeId, hostId, category, gpu, count: 1, vram })
  }

  #add({ nodeId, hostId, category, gpu, count, vram }: HeldResources): void {
    const slot = `${hostId} ${category}`
    this.#slots.set(slot, (this.#slots.get(slot) ?? 0) + count)
    this.#nodes.set(nodeId, (this.#nodes.get(nodeId) ?? 0) + count)
    if (gpu !== null) this.#vram.set(`${hostId} ${gpu}`, (this.#vram.get(`${hostId} ${gpu}`) ?? 0) + vram)
  }
}
