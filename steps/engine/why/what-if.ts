import type { QueueSnapshot } from '../../../schema/queries/admission/ready-steps.ts'
import { fitting, type NotPlaced } from '../admission/capacity.ts'
import { sentence } from './sentence.ts'

/** What one more of what is short would change for a step, in words; undefined where more of nothing would help. Pure. */
export function whatIf(situation: QueueSnapshot, stepId: number, not: NotPlaced): string | undefined {
  const more = withMore(situation, not)
  if (!more) return undefined
  const still = fitting(more.situation).notPlaced.get(stepId)
  return still === undefined
    ? `it would start with ${more.what}`
    : `with ${more.what} it would still wait: ${sentence(still)}`
}

function withMore(
  situation: QueueSnapshot,
  not: NotPlaced,
): { readonly what: string; readonly situation: QueueSnapshot } | undefined {
  const { nodes, rules } = situation
  switch (not.why) {
    case 'no-node':
    case 'no-able-node':
      return undefined
    case 'slots-full': {
      const { category } = not
      const grown = nodes.map((node) => ({
        ...node,
        slots: { ...node.slots, [category]: (node.slots[category] ?? 0) + 1 },
      }))
      return {
        what: `one more slot for ${category} on each machine`,
        situation: { ...situation, nodes: grown },
      }
    }
    case 'vram-full': {
      const missing = not.vramMiB - not.freeMiB
      const grown = nodes.map((node) => ({
        ...node,
        gpus: Object.fromEntries(Object.entries(node.gpus).map(([id, memory]) => [id, memory + missing])),
      }))
      return { what: `${missing} MiB more free on a GPU`, situation: { ...situation, nodes: grown } }
    }
    case 'jobs-full':
      return {
        what: `concurrentJobs at ${not.limit + 1}`,
        situation: { ...situation, rules: { ...rules, concurrentJobs: not.limit + 1 } },
      }
    case 'pool-full': {
      const pools = [...rules.pools, { priorityThreshold: not.priority, size: 1 }]
      return {
        what: `one more place for ${not.priority} jobs in the job pools`,
        situation: { ...situation, rules: { ...rules, pools } },
      }
    }
    case 'group-full': {
      const groups = rules.groups.map((group) =>
        group.name === not.group ? { ...group, maxConcurrency: not.limit + 1 } : group,
      )
      return {
        what: `one more place in the task group ${not.group}`,
        situation: { ...situation, rules: { ...rules, groups } },
      }
    }
  }
}
