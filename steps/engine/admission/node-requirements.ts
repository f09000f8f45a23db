/** What a step requires of a node, and which nodes have it. All pure. */

import { listNearest, oneOfNearest } from '../../../schema/nearest.ts'
import type { Need } from '../../../schema/need.ts'
import type { NodeCapacity } from '../../../schema/queries/nodes/nodes-here.ts'
import type { TaskGroup } from '../../../schema/queue.ts'
import type { Condition } from '../declare/problem.ts'
import { transcodersOf } from './task-groups.ts'

/** One requirement; its words follow “a node”. */
interface Requirement {
  readonly words: string
  readonly has: (node: NodeCapacity) => boolean
}

function requirementsOf(
  need: Need,
  nodes: readonly NodeCapacity[],
  groups: readonly TaskGroup[],
): readonly Requirement[] {
  const names = transcodersOf(groups, need)
  const programs = `with a working ffmpeg and ffprobe${need.media ? troubles(nodes) : ''}`
  return [
    ...resourcesOf(need),
    ...(need.media ? [{ words: programs, has: works }] : []),
    ...(names
      ? [
          {
            words: `named ${oneOfNearest(names)} (${inGroups(need)})`,
            has: ({ name }: NodeCapacity) => names.includes(name),
          },
        ]
      : []),
  ]
}

/** Slots, encoders, GPU memory and storages. */
function resourcesOf({ category, encoder, vramMiB = 0, reach = [] }: Need): readonly Requirement[] {
  const required: Requirement[] = [
    { words: `with slots for ${category}`, has: ({ slots }) => (slots[category] ?? 0) > 0 },
  ]
  if (encoder !== undefined)
    required.push({ words: `with the encoder ${encoder}`, has: ({ encoders }) => encoders.includes(encoder) })
  if (vramMiB > 0)
    required.push({
      words: `with a GPU of ${vramMiB} MiB`,
      has: ({ gpus }) => Object.values(gpus).some((memory) => memory >= vramMiB),
    })
  for (const storage of reach)
    required.push({
      words: `that reaches the storage ${storage}`,
      has: ({ reaches }) => reaches === null || reaches.includes(storage),
    })
  return required
}

function works({ mediaTrouble }: NodeCapacity): boolean {
  return (mediaTrouble ?? null) === null
}

function inGroups({ groups = [] }: Need): string {
  return `${groups.length === 1 ? 'task group' : 'task groups'} ${listNearest(groups)}`
}

/** Why the programs do not work, each reason once. */
function troubles(nodes: readonly NodeCapacity[]): string {
  const reasons = new Set(nodes.flatMap(({ mediaTrouble }) => mediaTrouble ?? []))
  return reasons.size === 0 ? '' : ` (${[...reasons].toSorted().join('; ')})`
}

/** The nodes that could run the step, however busy they are. */
export function capableNodes(
  nodes: readonly NodeCapacity[],
  need: Need,
  groups: readonly TaskGroup[] = [],
): readonly NodeCapacity[] {
  const required = requirementsOf(need, nodes, groups)
  return nodes.filter((node) => required.every(({ has }) => has(node)))
}

/**
 * What is missing where no node could run the step, in words that follow “no node”: the first requirement
 * that no node meets, or else those that no node meets together. Undefined where a node could run it.
 */
export function missingRequirement(
  nodes: readonly NodeCapacity[],
  need: Need,
  groups: readonly TaskGroup[] = [],
): string | undefined {
  if (capableNodes(nodes, need, groups).length > 0) return undefined
  const required = requirementsOf(need, nodes, groups)
  const nowhere = required.find(({ has }) => !nodes.some(has))
  const apart = nowhere ? [nowhere] : required.filter(({ has }) => !nodes.every(has))
  return apart.map(({ words }) => words).join(' and ')
}

/**
 * The condition of a step that no node can run. Steps that miss the same thing share it, whatever else each
 * needs.
 */
export function nodeCondition({ category, encoder, vramMiB, reach, media }: Need, lacks: string): Condition {
  const data = {
    category,
    ...(encoder !== undefined && { encoder }),
    ...(vramMiB !== undefined && { vramMiB: String(vramMiB) }),
    ...(reach && { reach: reach.join(' ') }),
    ...(media && { programs: 'ffmpeg ffprobe' }),
  }
  return { type: NODE, resource: 'a node', requirement: lacks, data }
}

/** The type of the problem that no node can run a step. */
export const NODE = 'NODE'
