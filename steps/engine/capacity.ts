import type { Decided } from '../../schema/queries/place-steps.ts'
import type { Candidate, NodeCapacity, Situation } from '../../schema/queries/ready-steps.ts'
import { rankOf } from '../../schema/states.ts'

/** Why a ready step was not placed. */
export type NotPlaced =
  | { readonly why: 'no-node' }
  | { readonly why: 'no-such-slot'; readonly category: string }
  | { readonly why: 'slots-full'; readonly category: string }

export interface Fitting {
  readonly placed: readonly Decided[]
  /** Steps of the admitter itself: they hold no slot. */
  readonly short: readonly Candidate[]
  readonly notPlaced: ReadonlyMap<number, NotPlaced>
}

/**
 * What fits where: IMMEDIATE first and always, then by priority, then by age; what does not fit is looked past. Capacity is
 * the host's; of the hosts with room the emptiest gets the step, of its nodes the one with the fewest. Pure.
 */
export function fitting({ candidates, nodes, held }: Situation): Fitting {
  const used = new Tally()
  for (const { nodeId, hostId, category, count } of held) used.add(nodeId, hostId, category, count)
  const placed: Decided[] = []
  const notPlaced = new Map<number, NotPlaced>()
  const inOrder = candidates.toSorted(byTurn)
  for (const candidate of inOrder.filter(({ runsAs }) => runsAs === 'STARTED_ASYNCHRONOUS')) {
    const found = nodeFor(candidate, nodes, used)
    if ('why' in found) {
      notPlaced.set(candidate.stepId, found)
      continue
    }
    const { nodeId, hostId } = found
    used.add(nodeId, hostId, candidate.need, 1)
    placed.push({ stepId: candidate.stepId, nodeId, hostId, category: candidate.need })
  }
  return { placed, short: inOrder.filter(({ runsAs }) => runsAs === 'STARTED'), notPlaced }
}

function byTurn(a: Candidate, b: Candidate): number {
  return b.priority - a.priority || a.jobId - b.jobId || a.number - b.number
}

function nodeFor(
  { need, priority }: Candidate,
  nodes: readonly NodeCapacity[],
  used: Tally,
): NodeCapacity | NotPlaced {
  if (nodes.length === 0) return { why: 'no-node' }
  const able = nodes.filter(({ slots }) => (slots[need] ?? 0) > 0)
  if (able.length === 0) return { why: 'no-such-slot', category: need }
  const free = ({ hostId, slots }: NodeCapacity) => (slots[need] ?? 0) - used.ofHost(hostId, need)
  // IMMEDIATE is always started, even when every slot is taken (wire.md §9.3).
  const open = priority === rankOf('IMMEDIATE') ? able : able.filter((node) => free(node) > 0)
  const [best] = open.toSorted((a, b) => free(b) - free(a) || used.ofNode(a.nodeId) - used.ofNode(b.nodeId))
  return best ?? { why: 'slots-full', category: need }
}

class Tally {
  readonly #hosts = new Map<string, number>()
  readonly #nodes = new Map<number, number>()

  add(nodeId: number, hostId: string, category: string, count: number): void {
    this.#hosts.set(`${hostId} ${category}`, this.ofHost(hostId, category) + count)
    this.#nodes.set(nodeId, this.ofNode(nodeId) + count)
  }

  ofHost(hostId: string, category: string): number {
    return this.#hosts.get(`${hostId} ${category}`) ?? 0
  }

  ofNode(nodeId: number): number {
    return this.#nodes.get(nodeId) ?? 0
  }
}
