import type { Need } from '../../schema/need.ts'
import type { NodeCapacity } from '../../schema/queries/nodes-here.ts'
import type { Condition } from './problem.ts'

/** What a node lacks that a need asks for, whatever else runs there; undefined when it could run it. Pure. */
export function lacking(node: NodeCapacity, need: Need): string | undefined {
  const { category, encoder, vramMiB = 0, reach = [] } = need
  if ((node.slots[category] ?? 0) === 0) return `with slots for ${category}`
  if (encoder !== undefined && !node.encoders.includes(encoder)) return `with the encoder ${encoder}`
  if (vramMiB > 0 && !Object.values(node.gpus).some((memory) => memory >= vramMiB))
    return `with a GPU of ${vramMiB} MiB`
  const far = reach.find((storage) => node.reaches !== null && !node.reaches.includes(storage))
  return far === undefined ? undefined : `that reaches ${far}`
}

/** What a step waits for that no node can run, now or ever: everything that its need asks for. Pure. */
export function noNodeFor(need: Need, key: string): Condition {
  const { category, encoder, vramMiB, reach = [] } = need
  const wanted = [
    `slots for ${category}`,
    ...(encoder === undefined ? [] : [`the encoder ${encoder}`]),
    ...(vramMiB === undefined ? [] : [`a GPU of ${vramMiB} MiB`]),
    ...(reach.length === 0 ? [] : [`a way to ${reach.join(', ')}`]),
  ]
  return {
    type: NODE,
    resource: 'a node',
    requirement: `with ${wanted.join(' and ')}`,
    data: { need: key },
  }
}

/** The type of the problem that no node can run a step. */
export const NODE = 'NODE'
