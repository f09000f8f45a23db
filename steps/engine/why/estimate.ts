/** When the turn of a job is likely to come, from how long the last jobs took, and how long those run already that are in its way. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { type JobAtWork, jobsAtWork } from '../../../schema/queries/admission/jobs-at-work.ts'
import { usualDuration } from '../../../schema/queries/jobs/job-status.ts'
import type { NodeCapacity } from '../../../schema/queries/nodes/nodes-here.ts'
import { rankOf } from '../../../schema/states.ts'
import type { NotPlaced } from '../admission/capacity.ts'

/** How long a job of a type is likely to wait yet, s; undefined where nobody can tell. */
export async function estimate(
  em: EntityManager,
  type: string,
  position: number,
  not: NotPlaced,
  nodes: readonly NodeCapacity[],
): Promise<number | undefined> {
  const durationS = await usualDuration(em, type)
  const places = placesFor(not, nodes)
  if (durationS === undefined || places === 0) return undefined
  const holders = (await jobsAtWork(em)).filter((job) => isInTheWay(job, not))
  const usual = new Map<string, number>()
  for (const other of new Set(holders.map((holder) => holder.type)))
    usual.set(other, (await usualDuration(em, other)) ?? durationS)
  const leftS = holders.map((holder) => (usual.get(holder.type) ?? durationS) - holder.ranS)
  return turn({ position, places, durationS, leftS })
}

/**
 * When the job at a position, from 1, gets one of so many places, s from now, where all take equally long. `leftS` is what those
 * that have a place are likely to take yet. When one ends that takes longer than usual, nobody knows: its place is not counted on.
 * Undefined when there is no other. Pure.
 */
export function turn({
  position,
  places,
  durationS,
  leftS,
}: {
  readonly position: number
  readonly places: number
  readonly durationS: number
  readonly leftS: readonly number[]
}): number | undefined {
  const begun = Array.from({ length: Math.max(0, places - leftS.length) }, () => durationS)
  const known = [...leftS, ...begun].filter((left) => left > 0).toSorted((a, b) => a - b)
  // Where more run than there are places, the first ends give none.
  const free = known.slice(Math.max(0, leftS.length - places))
  const [before, rounds] = [(position - 1) % free.length, Math.floor((position - 1) / free.length)]
  const first = free[before]
  return first === undefined ? undefined : first + rounds * durationS
}

/** How many can have at once what there is none left of. */
function placesFor(not: NotPlaced, nodes: readonly NodeCapacity[]): number {
  switch (not.why) {
    case 'no-node':
    case 'no-able-node':
      return 0
    case 'slots-full':
      return sum(hostsOf(nodes).map(({ slots }) => slots[not.category] ?? 0))
    case 'vram-full':
      return sum(hostsOf(nodes).map(({ gpus }) => able(gpus, not.vramMiB)))
    case 'jobs-full':
    case 'pool-full':
    case 'group-full':
      return not.limit
  }
}

function isInTheWay({ priority, groups, categories, gpu }: JobAtWork, not: NotPlaced): boolean {
  const counts = priority !== rankOf('IMMEDIATE')
  switch (not.why) {
    case 'no-node':
    case 'no-able-node':
      return false
    case 'slots-full':
      return categories.includes(not.category)
    case 'vram-full':
      return gpu
    case 'jobs-full':
      return counts
    case 'pool-full':
      return counts && priority <= rankOf(not.priority)
    case 'group-full':
      return counts && groups.includes(not.group)
  }
}

/** One node of each host. */
function hostsOf(nodes: readonly NodeCapacity[]): readonly NodeCapacity[] {
  return [...new Map(nodes.map((node) => [node.hostId, node] as const)).values()]
}

/** GPUs that have as much memory. */
function able(gpus: NodeCapacity['gpus'], vramMiB: number): number {
  return Object.values(gpus).filter((memory) => memory >= vramMiB).length
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0)
}
