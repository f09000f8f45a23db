import type { Need } from '../../../schema/need.ts'
import type { NodeCapacity } from '../../../schema/queries/nodes/nodes-here.ts'
import type { Condition } from '../declare/problem.ts'

/** One thing that a need asks for; the words follow “a node”. */
interface Requirement {
  readonly words: string
  readonly has: (node: NodeCapacity) => boolean
}

function askedBy({ category, encoder, vramMiB = 0, reach = [] }: Need): readonly Requirement[] {
  const asked: Requirement[] = [
    { words: `with slots for ${category}`, has: ({ slots }) => (slots[category] ?? 0) > 0 },
  ]
  if (encoder !== undefined)
    asked.push({ words: `with the encoder ${encoder}`, has: ({ encoders }) => encoders.includes(encoder) })
  if (vramMiB > 0)
    asked.push({
      words: `with a GPU of ${vramMiB} MiB`,
      has: ({ gpus }) => Object.values(gpus).some((memory) => memory >= vramMiB),
    })
  for (const storage of reach)
    asked.push({
      words: `that reaches the storage ${storage}`,
      has: ({ reaches }) => reaches === null || reaches.includes(storage),
    })
  return asked
}

/** The nodes that could run it, whatever else runs there. Pure. */
export function capableNodes(nodes: readonly NodeCapacity[], need: Need): readonly NodeCapacity[] {
  const asked = askedBy(need)
  return nodes.filter((node) => asked.every(({ has }) => has(node)))
}

/**
 * What is lacking where no node could run it, in words that follow “no node”: the first thing that none has; where each thing is
 * somewhere, those that are not together. Undefined where a node could run it. Pure.
 */
export function missingRequirement(nodes: readonly NodeCapacity[], need: Need): string | undefined {
  if (capableNodes(nodes, need).length > 0) return undefined
  const asked = askedBy(need)
  const nowhere = asked.find(({ has }) => !nodes.some(has))
  const apart = nowhere ? [nowhere] : asked.filter(({ has }) => !nodes.every(has))
  return apart.map(({ words }) => words).join(' and ')
}

/** What a step waits for that no node can run: what is lacking. Steps that lack the same share it, whatever else each needs. Pure. */
export function nodeCondition({ category, encoder, vramMiB, reach }: Need, lacks: string): Condition {
  const data = {
    category,
    ...(encoder !== undefined && { encoder }),
    ...(vramMiB !== undefined && { vramMiB: String(vramMiB) }),
    ...(reach && { reach: reach.join(' ') }),
  }
  return { type: NODE, resource: 'a node', requirement: lacks, data }
}

/** The type of the problem that no node can run a step. */
export const NODE = 'NODE'
