import type { Need } from '../../../schema/need.ts'
import type { HeldResources } from '../../../schema/queries/admission/ready-steps.ts'
import type { NodeCapacity } from '../../../schema/queries/nodes/nodes-here.ts'

/** Where a step can go, and the GPU it gets there. */
export interface Target {
  readonly node: NodeCapacity
  readonly gpu: string | null
}

/** What is in use on hosts and nodes, as steps are placed one after the other. */
export class Ledger {
  readonly #slots = new Map<string, number>()
  readonly #vram = new Map<string, number>()
  readonly #nodes = new Map<number, number>()
  /** GPUs that are kept for a step that has been looked past for too long. */
  readonly #kept = new Set<string>()

  constructor(held: readonly HeldResources[]) {
    for (const { nodeId, hostId, category, gpu, count, vram } of held)
      this.#add(nodeId, hostId, category, gpu, count, vram)
  }

  freeSlots({ hostId, slots }: NodeCapacity, category: string): number {
    return (slots[category] ?? 0) - (this.#slots.get(`${hostId} ${category}`) ?? 0)
  }

  /** Steps that a node has. */
  stepsOf(nodeId: number): number {
    return this.#nodes.get(nodeId) ?? 0
  }

  /** The GPU with the least memory that is enough, so that the large ones stay free for large steps; undefined when there is none. */
  gpuFor({ hostId, gpus }: NodeCapacity, vramMiB: number): string | undefined {
    const fits = Object.entries(gpus)
      .map(([id, memory]) => ({ id, free: memory - (this.#vram.get(`${hostId} ${id}`) ?? 0) }))
      .filter(({ id, free }) => free >= vramMiB && !this.#kept.has(`${hostId} ${id}`))
    return fits.toSorted((a, b) => a.free - b.free)[0]?.id
  }

  /** The most memory that is free on a GPU of these nodes, MiB. */
  mostFree(nodes: readonly NodeCapacity[]): number {
    const free = nodes.flatMap(({ hostId, gpus }) =>
      Object.entries(gpus).map(([id, memory]) => memory - (this.#vram.get(`${hostId} ${id}`) ?? 0)),
    )
    return Math.max(0, ...free)
  }

  /** Keeps the GPUs of a node that are large enough for a step from all that come after it. */
  keep({ hostId, gpus }: NodeCapacity, vramMiB: number): void {
    for (const [id, memory] of Object.entries(gpus)) if (memory >= vramMiB) this.#kept.add(`${hostId} ${id}`)
  }

  take({ node, gpu }: Target, { category, vramMiB = 0 }: Need): void {
    this.#add(node.nodeId, node.hostId, category, gpu, 1, vramMiB)
  }

  #add(
    nodeId: number,
    hostId: string,
    category: string,
    gpu: string | null,
    count: number,
    vram: number,
  ): void {
    const slot = `${hostId} ${category}`
    this.#slots.set(slot, (this.#slots.get(slot) ?? 0) + count)
    this.#nodes.set(nodeId, (this.#nodes.get(nodeId) ?? 0) + count)
    if (gpu !== null) this.#vram.set(`${hostId} ${gpu}`, (this.#vram.get(`${hostId} ${gpu}`) ?? 0) + vram)
  }
}
