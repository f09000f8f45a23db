import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { AdmissionLock } from '../../../schema/queries/admission/admission-lock.ts'
import {
  numberingPlacements,
  numbersOf,
  type Placed,
  type PlacementDecision,
  writePlacements,
} from '../../../schema/queries/admission/write-placements.ts'
import { freeJobsOf, lockFreeJobs } from '../../../schema/queries/transition/lock-job.ts'
import { execute, executeTogether } from '../../../schema/sql/execute.ts'
import { type BegunTogether, beginAll } from '../attempt/begin.ts'
import type { Carrier } from '../attempt/carry.ts'

/** What came of what a round has decided. */
export interface PlacedSteps {
  /** On other nodes. */
  readonly others: readonly Placed[]
  /** What begins here, as yet to be written. */
  readonly here: BegunTogether
  /** Nodes that the carrier did not reach, which were given nothing. */
  readonly unreached: readonly number[]
}

/** What goes to other nodes is written; what begins here is decided, on jobs that are locked and read by then. */
export async function place(
  em: EntityManager,
  carrier: Carrier,
  turn: AdmissionLock,
  decided: readonly PlacementDecision[],
  node: number | undefined,
): Promise<PlacedSteps> {
  const {
    here = [],
    others = [],
    unreached = [],
  } = Object.groupBy(decided, ({ nodeId }) => {
    if (nodeId === node) return 'here'
    return carrier.reaches(nodeId) ? 'others' : 'unreached'
  })
  const placed = others.length > 0 ? await execute<Placed>(em, ...writePlacements(others)) : []
  const { ids, locked } = await lacking(em, turn, here)
  const placements = here.flatMap((one, at) =>
    ids.slice(at, at + 1).map((id) => ({ ...one, id, carrier: randomUUID() })),
  )
  return {
    others: placed,
    here: beginAll(placements, locked),
    unreached: unreached.map(({ nodeId }) => nodeId),
  }
}

/** The turn has mostly locked the right jobs, and enough of them. */
async function lacking(
  em: EntityManager,
  { ids, locked }: AdmissionLock,
  here: readonly PlacementDecision[],
): Promise<Pick<AdmissionLock, 'ids' | 'locked'>> {
  const known = new Set(locked.map(({ id }) => id))
  const jobIds = new Set(here.map(({ jobId }) => jobId).filter((id) => !known.has(id)))
  const count = Math.max(0, here.length - ids.length)
  if (jobIds.size + count === 0) return { ids, locked }
  const [numbers = [], jobs = []] = await executeTogether(em, [
    numberingPlacements(count),
    lockFreeJobs([...jobIds]),
  ])
  return { ids: [...ids, ...numbersOf(numbers)], locked: [...locked, ...freeJobsOf(jobs)] }
}
