/** Reads the placements that a node has been given and has not started. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { execute } from '../../sql/execute.ts'

/** A placement as its node receives it. */
export interface Delivery {
  readonly placement: number
  readonly jobId: number
  /** Its step runs inside the transaction that records its end. */
  readonly transactional: boolean
}

/**
 * The placement is the delivery: reading it changes nothing, and starting its step marks it as fetched.
 * Relies on the index `placement_node`.
 */
export async function fetchPlacements(em: EntityManager, nodeId: number): Promise<readonly Delivery[]> {
  const rows = await execute<{ readonly delivery: Delivery }>(em, FETCH, [nodeId])
  return rows.map(({ delivery }) => delivery)
}

const FETCH = /* sql */ `
select json_build_object('placement', p.id, 'jobId', p.job_id, 'transactional', s.runs_as = 'STARTED') as delivery
from callsheet.placement p
cross join lateral (
  -- The limit keeps this a lookup by the key of the job's partition.
  select s.runs_as from callsheet.step s where s.job_id = p.job_id and s.id = p.step_id limit 1
) s
where p.node_id = ? and p.fetched is null
order by p.id`
