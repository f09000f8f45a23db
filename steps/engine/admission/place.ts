/** Splits what was decided: steps that start with the round, and placements that their node fetches. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { AdmissionLock } from '../../../schema/queries/admission/admission-lock.ts'
import type { PlacementDecision } from '../../../schema/queries/admission/write-placements.ts'
import type { LockedJob } from '../../../schema/queries/transition/lock-job.ts'
import { freeJobsOf, lockFreeJobs } from '../../../schema/queries/transition/lock-job.ts'
import { executeTogether } from '../../../schema/sql/execute.ts'
import { type BegunTogether, beginAll } from '../attempt/begin.ts'

/** What is to be written. */
export interface Decided {
  readonly others: readonly PlacementDecision[]
  readonly here: BegunTogether
}

/** Asynchronous steps on the local node start with the round: their jobs are locked and read. */
export async function place(
  em: EntityManager,
  lock: AdmissionLock,
  decisions: readonly PlacementDecision[],
  local: number | undefined,
): Promise<Decided> {
  const startsHere = ({ nodeId, runsAs }: PlacementDecision) =>
    nodeId === local && runsAs === 'STARTED_ASYNCHRONOUS'
  const here = decisions.filter(startsHere)
  const { ids, locked } = await missing(em, lock, here)
  const placements = here.flatMap(({ runsAs: _runsAs, ...one }, at) =>
    ids.slice(at, at + 1).map((id) => ({ ...one, id })),
  )
  return { others: decisions.filter((one) => !startsHere(one)), here: beginAll(placements, locked) }
}

/** The lock has usually been taken with the right jobs, and enough ids. */
async function missing(
  em: EntityManager,
  { ids, locked }: AdmissionLock,
  here: readonly PlacementDecision[],
): Promise<{ readonly ids: readonly number[]; readonly locked: readonly LockedJob[] }> {
  const known = new Set(locked.map(({ id }) => id))
  const jobIds = new Set(here.map(({ jobId }) => jobId).filter((id) => !known.has(id)))
  const count = Math.max(0, here.length - ids.length)
  if (jobIds.size + count === 0) return { ids, locked }
  const [more = [], jobs = []] = await executeTogether(em, [[MORE_IDS, [count]], lockFreeJobs([...jobIds])])
  const [row] = more as readonly { readonly ids: readonly number[] }[]
  return { ids: [...ids, ...(row?.ids ?? [])], locked: [...locked, ...freeJobsOf(jobs)] }
}

const MORE_IDS = /* sql */ `
select coalesce(json_agg(nextval('callsheet.placement_id')), '[]') as ids from generate_series(1, ?::integer)`
