/** What fits where. Pure. */
import { type Need, needFrom } from '../../../schema/need.ts'
import type { Candidate, QueueSnapshot } from '../../../schema/queries/admission/ready-steps.ts'
import type { PlacementDecision } from '../../../schema/queries/admission/write-placements.ts'
import type { NodeCapacity } from '../../../schema/queries/nodes/nodes-here.ts'
import type { TaskGroup } from '../../../schema/queue.ts'
import { rankOf } from '../../../schema/states.ts'
import { Ledger, type Target } from './ledger.ts'
import { capableNodes, missingRequirement } from './node-requirements.ts'
import { type LimitReached, QueueLimits } from './queue-limits.ts'
import { groupRank, transcodersOf } from './task-groups.ts'

/** Why a ready step was not placed. */
export type NotPlaced =
  | { readonly why: 'no-node' }
  /** No node has what it needs; `lacks` follows “no node”. */
  | { readonly why: 'no-able-node'; readonly lacks: string }
  /** `of`: the nodes that its task groups allow, by name; absent: all. */
  | { readonly why: 'slots-full'; readonly category: string; readonly of?: readonly string[] }
  | { readonly why: 'vram-full'; readonly vramMiB: number; readonly freeMiB: number }
  | LimitReached

export interface Fitting {
  readonly placed: readonly PlacementDecision[]
  /** By step. */
  readonly notPlaced: ReadonlyMap<number, NotPlaced>
}

/**
 * IMMEDIATE first and always, then by priority, then by that of the task group, then by age. A step that does
 * not fit is passed over, but one that waits for GPU memory only for a while. Capacity belongs to the host;
 * of the hosts with room the emptiest gets the step, of its nodes the one with the fewest steps. A
 * transactional step goes to `local` while it can, which starts it without a wake-up.
 */
export function fitting(snapshot: QueueSnapshot, local?: number): Fitting {
  const { nodes, held, rules, running } = snapshot
  const ledger = new Ledger(held)
  const limits = new QueueLimits(rules, running)
  const admitted = new Set<number>()
  const [placed, notPlaced] = [[] as PlacementDecision[], new Map<number, NotPlaced>()]
  for (const candidate of inOrder(snapshot)) {
    const { stepId, jobId, priority } = candidate
    const need = needFrom(candidate.need)
    const { groups = [], cleanup } = need
    const isNew = !candidate.running && !admitted.has(jobId) && !cleanup
    const refusal = isNew ? limits.refusal(priority, groups) : undefined
    const found = refusal ?? targetFor(candidate, need, { nodes, ledger, local, groups: rules.groups })
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

function inOrder({ candidates, rules: { groups } }: QueueSnapshot): readonly Candidate[] {
  const isRanked = groups.some(({ priority }) => priority !== undefined)
  const needs = isRanked ? new Set(candidates.map(({ need }) => need)) : []
  const ranks = new Map([...needs].map((need) => [need, groupRank(groups, needFrom(need))] as const))
  const rank = ({ need }: Candidate) => ranks.get(need) ?? 0
  return candidates.toSorted(
    (a, b) => b.priority - a.priority || rank(b) - rank(a) || a.jobId - b.jobId || a.number - b.number,
  )
}

function decisionFor(
  { stepId, jobId, runsAs }: Candidate,
  { category, vramMiB: vram = 0 }: Need,
  { node: { nodeId, hostId }, gpu }: Target,
): PlacementDecision {
  return { stepId, jobId, runsAs, nodeId, hostId, category, gpu, vram }
}

/** Where steps can go. */
interface Farm {
  readonly nodes: readonly NodeCapacity[]
  readonly ledger: Ledger
  readonly local: number | undefined
  readonly groups: readonly TaskGroup[]
}

function targetFor(candidate: Candidate, need: Need, farm: Farm): Target | NotPlaced {
  const { nodes, groups } = farm
  if (nodes.length === 0) return { why: 'no-node' }
  if (candidate.runsAs === 'STARTED') return transactionalTarget(need, farm)
  const able = capableNodes(nodes, need, groups)
  if (able.length === 0) return { why: 'no-able-node', lacks: missingRequirement(nodes, need, groups) ?? '' }
  const found = slotOn(able, candidate, need, farm.ledger)
  const names = transcodersOf(groups, need)
  return names && 'why' in found && found.why === 'slots-full' ? { ...found, of: names } : found
}

function transactionalTarget({ category }: Need, { nodes, ledger, local }: Farm): Target | NotPlaced {
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
