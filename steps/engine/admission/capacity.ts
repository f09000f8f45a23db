import { type Need, needFrom } from '../../../schema/need.ts'
import type { Candidate, QueueSnapshot } from '../../../schema/queries/admission/ready-steps.ts'
import type { PlacementDecision } from '../../../schema/queries/admission/write-placements.ts'
import type { NodeCapacity } from '../../../schema/queries/nodes/nodes-here.ts'
import { rankOf } from '../../../schema/states.ts'
import { Ledger, type Target } from './ledger.ts'
import { capableNodes, missingRequirement } from './node-requirements.ts'
import { type LimitReached, QueueLimits } from './queue-limits.ts'

/** Why a ready step was not placed. */
export type NotPlaced =
  | { readonly why: 'no-node' }
  /** No node that is here has it; `lacks` follows “no node”. */
  | { readonly why: 'no-able-node'; readonly lacks: string }
  | { readonly why: 'slots-full'; readonly category: string }
  | { readonly why: 'vram-full'; readonly vramMiB: number; readonly freeMiB: number }
  | LimitReached

export interface Fitting {
  readonly placed: readonly PlacementDecision[]
  /** Steps of the admitter itself: they hold no slot. */
  readonly short: readonly Candidate[]
  readonly notPlaced: ReadonlyMap<number, NotPlaced>
}

/**
 * What fits where: IMMEDIATE first and always, then by priority, then by age; what does not fit is looked past, but a step that
 * waits for GPU memory only so long. Capacity is the host's; of the hosts with room the emptiest gets the step, of its nodes
 * the one with the fewest. Pure.
 */
export function fitting({ candidates, nodes, held, rules, running }: QueueSnapshot): Fitting {
  const ledger = new Ledger(held)
  const places = new QueueLimits(rules, running)
  const started = new Set<number>()
  const [placed, short, notPlaced] = [
    [] as PlacementDecision[],
    [] as Candidate[],
    new Map<number, NotPlaced>(),
  ]
  for (const candidate of candidates.toSorted(byTurn)) {
    const { stepId, jobId, priority } = candidate
    const need = needFrom(candidate.need)
    const { groups = [], cleanup } = need
    const enters = !candidate.running && !started.has(jobId) && !cleanup
    const refusal = enters ? places.refusal(priority, groups) : undefined
    const found = refusal ?? roomFor(candidate, need, nodes, ledger)
    if (found && 'why' in found) {
      notPlaced.set(stepId, found)
      continue
    }
    if (enters) places.take(priority, groups)
    started.add(jobId)
    if (found) placed.push(decided(candidate, need, found, ledger))
    else short.push(candidate)
  }
  return { placed, short, notPlaced }
}

function byTurn(a: Candidate, b: Candidate): number {
  return b.priority - a.priority || a.jobId - b.jobId || a.number - b.number
}

function decided({ stepId, jobId }: Candidate, need: Need, room: Target, ledger: Ledger): PlacementDecision {
  ledger.take(room, need)
  const { nodeId, hostId } = room.node
  const { category, vramMiB = 0 } = need
  return { stepId, jobId, nodeId, hostId, category, gpu: room.gpu, vram: vramMiB }
}

/** Undefined for a short step: it takes nothing of a node, but only the agent of one runs it. */
function roomFor(
  { priority, readyS, runsAs }: Candidate,
  need: Need,
  nodes: readonly NodeCapacity[],
  ledger: Ledger,
): Target | NotPlaced | undefined {
  if (nodes.length === 0) return { why: 'no-node' }
  if (runsAs === 'STARTED') return undefined
  const able = capableNodes(nodes, need)
  if (able.length === 0) return { why: 'no-able-node', lacks: missingRequirement(nodes, need) ?? '' }
  const { category, vramMiB = 0 } = need
  // IMMEDIATE is always started, even when every slot is taken (wire.md §9.3), and so is clean-up: who has aborted a job must not
  // wait for a slot. Memory that is not there is not there.
  const free = (node: NodeCapacity) => ledger.freeSlots(node, category)
  const regardless = priority === rankOf('IMMEDIATE') || need.cleanup === true
  const open = regardless ? able : able.filter((node) => free(node) > 0)
  if (open.length === 0) return { why: 'slots-full', category }
  const rooms = open
    .toSorted((a, b) => free(b) - free(a) || ledger.stepsOf(a.nodeId) - ledger.stepsOf(b.nodeId))
    .map((node) => ({ node, gpu: vramMiB > 0 ? ledger.gpuFor(node, vramMiB) : null }))
  const room = rooms.find(({ gpu }) => gpu !== undefined)
  if (room?.gpu !== undefined) return { node: room.node, gpu: room.gpu }
  if (readyS > PATIENCE_S) for (const node of able) ledger.keep(node, vramMiB)
  return { why: 'vram-full', vramMiB, freeMiB: ledger.mostFree(able) }
}

/** Steps that need less GPU memory may go before one that needs more for so long; then they wait for it. */
const PATIENCE_S = 60
