/**
 * When a queued job is likely to start, from how long recent jobs took and how long the jobs it waits for
 * have run.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import { jobsAtWork } from '../../../schema/queries/admission/jobs-at-work.ts'
import type { NodeCapacity } from '../../../schema/queries/nodes/nodes-here.ts'
import { usualDuration } from '../../../schema/queries/records/usual-durations.ts'
import type { NotPlaced } from '../admission/capacity.ts'
import { boundOf } from './bounds.ts'

/** How long a job of a type is likely to wait, s; undefined where that is unknown. */
export async function estimate(
  em: EntityManager,
  type: string,
  position: number,
  not: NotPlaced,
  nodes: readonly NodeCapacity[],
): Promise<number | undefined> {
  const bound = boundOf(not)
  const durationS = await usualDuration(em, type)
  const places = bound.places(not, nodes)
  if (durationS === undefined || places === 0) return undefined
  const occupants = (await jobsAtWork(em)).filter((job) => bound.isTakenBy(job, not))
  const usual = new Map<string, number>()
  for (const other of new Set(occupants.map((job) => job.type)))
    usual.set(other, (await usualDuration(em, other)) ?? durationS)
  const leftS = occupants.map((job) => (usual.get(job.type) ?? durationS) - job.ranS)
  return startsInS({ position, places, durationS, leftS })
}

/**
 * When the job at a position, from 1, gets one of the places, s from now, where every job takes equally long.
 * `leftS` is what the jobs in the places are likely to take yet. The end of a job that takes longer than
 * usual is unknown, so its place does not count; undefined when no other is left. Pure.
 */
export function startsInS({
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
  // Where more jobs run than there are places, the first ends free none.
  const free = known.slice(Math.max(0, leftS.length - places))
  const [before, rounds] = [(position - 1) % free.length, Math.floor((position - 1) / free.length)]
  const first = free[before]
  return first === undefined ? undefined : first + rounds * durationS
}
