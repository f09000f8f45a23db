/** What fits where. Pure. */
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
  /** No node has what it needs; `lacks` follows “no node”. */
  | { readonly why: 'no-able-node'; readonly lacks: string }
  | { readonly why: 'slots-full'; readonly category: string }
  | { readonly why: 'vram-full'; readonly vramMiB: number; readonly freeMiB: number }
  | LimitReached

export interface Fitting {
  readonly placed: readonly PlacementDecision[]
  /** By step. */
  readonly notPlaced: ReadonlyMap<number, NotPlaced>
}

/**
 * IMMEDIATE first and always, then by priority, then by age. A step that does not fit is passed over, but one
 * that waits for GPU memory only for a while. Capacity belongs to the host; of the hosts with room the
 * emptiest gets the step, of its nodes the one with the fewest steps. A transactional step goes to `local`
 * while it can, which starts it without a wake-up.
 */
export function fitting({ candidates, nodes, held, rules, running }: QueueSnapshot, local?: number): Fitting {
  const ledger = new Ledger(held)
  const limits = new QueueLimits(rules, running)
  const admitted = new Set<number>()
  const [placed, notPlaced] = [[] as PlacementDecision[], new Map<number, NotPlaced>()]
  for (const candidate of candidates.toSorted(byOrder)) {
    const { stepId, jobId, priority } = candidate
    const need = needFrom(candidate.need)
    const { groups = [], cleanup } = need
    const isNew = !candidate.running && !admitted.has(jobId) && !cleanup
    const refusal = isNew ? limits.refusal(priority, groups) : undefined
    const found = refusal ?? targetFor(candidate, need, nodes, ledger, local)
    if ('why' in found) {
      notPlaced.set(stepId, found)
      continue
    }
    if (isNew) limits.take(priority, groups)
    admitted.add(jobId)
    ledger.take(found, need)
    placed.push(decisionFor(candidate, need, found))
  }
  return { placed, notPlaced }
}

function byOrder(a: Candidate, b: Candidate): number {
  return b.priority - a.priority || a.jobId - b.jobId || a.number - b.number
}

function decisionFor(
  { stepId, jobId, runsAs }: Candidate,
  { category, vramMiB: vram = 0 }: Need,
  { node: { nodeId, hostId }, gpu }: Target,
): PlacementDecision {
  return { stepId, jobId, runsAs, nodeId, hostId, category, gpu, vram }
}

function targetFor(
  candidate: Candidate,
  need: Need,
  nodes: readonly NodeCapacity[],
  ledger: Ledger,
  local: number | undefined,
): Target | NotPlaced {
  if (nodes.length === 0) return { why: 'no-node' }
  if (candidate.runsAs === 'STARTED') return transactionalTarget(need, nodes, ledger, local)
  const able = capableNodes(nodes, need)
  if (able.length === 0) return { why: 'no-able-node', lacks: missingRequirement(nodes, need) ?? '' }
  return slotOn(able, candidate, need, ledger)
}

function transactionalTarget(
  { category }: Need,
  nodes: readonly NodeCapacity[],
  ledger: Ledger,
  local: number | undefined,
): Target | NotPlaced {
  const open = nodes.filter((node) => ledger.freeSlots(node, category) > 0)
  const node = open.find(({ nodeId }) => nodeId === local) ?? ledger.idlest(open)
  return node ? { node, gpu: null } : { why: 'slots-full', category }
}

function slotOn(
  able: readonly NodeCapacity[],
  { priority, readyS }: Candidate,
  { category, vramMiB = 0, cleanup }: Need,
  ledger: Ledger,
): Target | NotPlaced {
  // IMMEDIATE starts even when all slots are taken (wire.md §9.3), and so does clean-up: an abort must not
  // wait for a slot. GPU memory that is taken is taken.
  const free = (node: NodeCapacity) => ledger.freeSlots(node, category)
  const needsNoSlot = priority === rankOf('IMMEDIATE') || cleanup === true
  const open = needsNoSlot ? able : able.filter((node) => free(node) > 0)
  if (open.length === 0) return { why: 'slots-full', category }
  const targets = open
    .toSorted((a, b) => free(b) - free(a) || ledger.stepsOf(a.nodeId) - ledger.stepsOf(b.nodeId))
    .map((node) => ({ node, gpu: vramMiB > 0 ? ledger.gpuFor(node, vramMiB) : null }))
  const target = targets.find(({ gpu }) => gpu !== undefined)
  if (target?.gpu !== undefined) return { node: target.node, gpu: target.gpu }
  if (readyS > PATIENCE_S) for (const node of able) ledger.reserve(node, vramMiB)
  return { why: 'vram-full', vramMiB, freeMiB: ledger.mostFree(able) }
}

/** After this time a step that needs more GPU memory no longer lets smaller ones pass, s. */
const PATIENCE_S = 60
